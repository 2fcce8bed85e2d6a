"""The language of who is signed in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import check_for_language
from django.views.i18n import LANGUAGE_QUERY_PARAMETER, set_language

from cityops.accounts.models import User


def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Switch the language, by POST; whoever is signed in finds it again on another device."""
    response = set_language(request)
    language = request.POST.get(LANGUAGE_QUERY_PARAMETER, "")
    known = language in dict(settings.LANGUAGES) and check_for_language(language)
    if request.method == "POST" and known and isinstance(request.user, User):
        User.objects.filter(pk=request.user.pk).update(language=language)
    return response


def remember_language(response: HttpResponse, language: str) -> None:
    """Set the cookie that Django's own switch sets."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
