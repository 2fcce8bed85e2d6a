"""Signing in and out, and the language of who is signed in."""

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.translation import check_for_language
from django.utils.translation import gettext_lazy as _
from django.views.i18n import LANGUAGE_QUERY_PARAMETER, set_language

from cityops.accounts.brake import begin_attempt
from cityops.accounts.models import User
from cityops.policy.registry import grants_of
from cityops.web.address import address_hash


class SignInForm(AuthenticationForm):
    """Name and password; which of the two is wrong is not said."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say it in our words."""
        super().__init__(*args, **kwargs)
        wrong = _("The name or the password is not right. Capital letters count.")
        self.error_messages = {**self.error_messages, "invalid_login": wrong}


class SignIn(LoginView):
    """Sign in by name and password; a person without a role comes to their own reports."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count the attempt before the password is looked at. Raises TooManySignIns."""
        self.attempt = begin_attempt(name=request.POST.get("username", ""), address_hash=address_hash(request))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Let the person in, in the language they once chose."""
        response = super().form_valid(form)
        self.attempt.succeeded()
        user = form.get_user()
        if isinstance(user, User) and user.language:
            _remember_language(response, user.language)
        return response

    def get_default_redirect_url(self) -> str:
        """Return where to go when nobody said: the work map is for who has a role."""
        return super().get_default_redirect_url() if grants_of(self.request.user) else resolve_url("reports:mine")


class SignOut(LogoutView):
    """Sign out, by POST only."""


def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Switch the language, by POST; whoever is signed in finds it again on another device."""
    response = set_language(request)
    language = request.POST.get(LANGUAGE_QUERY_PARAMETER, "")
    known = language in dict(settings.LANGUAGES) and check_for_language(language)
    if request.method == "POST" and known and isinstance(request.user, User):
        User.objects.filter(pk=request.user.pk).update(language=language)
    return response


def _remember_language(response: HttpResponse, language: str) -> None:
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
