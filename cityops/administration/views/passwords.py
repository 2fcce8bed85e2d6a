"""Choosing a password by a link, and asking for such a link: for people who are not signed in."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cityops.accounts.actions import change_password
from cityops.accounts.brake import TooManySignIns, begin_attempt
from cityops.accounts.models import User
from cityops.accounts.new_password import NewPasswordForm
from cityops.accounts.views.security import this_session
from cityops.administration.actions.people import ask_for_password_link
from cityops.administration.changes import record_change
from cityops.administration.links import GOOD_FOR_DAYS, may_choose_password
from cityops.administration.models import Thing
from cityops.errors import TooMany
from cityops.web.address import address_hash


class TooManyLinks(TooMany):
    """Somebody asks for one link after another."""

    code = "too_many_links"
    text = gettext_lazy(
        "Too many links were asked for. Wait %(minutes)s minutes, then try again; or ask the administrator."
    )


class ForgottenForm(forms.Form):
    """Who it is: by the sign-in name or the mail address."""

    who = forms.CharField(
        label=gettext_lazy("Sign-in name or e-mail"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        error_messages={"required": gettext_lazy("Write your sign-in name or your e-mail address.")},
    )


class ChoosePassword(PasswordResetConfirmView):
    """The page behind a link: a new password, once. The link itself does not stay in the address."""

    template_name = "administration/choose_password.html"
    success_url = reverse_lazy("accounts:sign_in")
    form_class = NewPasswordForm

    def get_user(self, uidb64: str) -> Any:
        """Return whose link it is; nobody where the account is not in use."""
        person = super().get_user(uidb64)
        return person if isinstance(person, User) and may_choose_password(person) else None

    @transaction.atomic
    def form_valid(self, form: "SetPasswordForm[User]") -> HttpResponse:
        """Set it; whoever was signed in with the former one is not any more."""
        person, password = self.user, form.cleaned_data["new_password1"]
        assert isinstance(person, User)
        change_password(actor=person, password=password, keep=this_session(self.request))
        record_change(Thing.PERSON, person.pk, "choose_password", actor=person)
        del self.request.session[INTERNAL_RESET_SESSION_TOKEN]
        messages.success(self.request, _("Your password is set. Sign in with it now."))
        return redirect(self.get_success_url())

    def form_invalid(self, form: "SetPasswordForm[User]") -> HttpResponse:
        """Give the form back with what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> TemplateResponse:
        """Draw the page; a link that is over is gone."""
        if not context.get("validlink", True):
            kwargs["status"] = HTTPStatus.GONE
        response: TemplateResponse = super().render_to_response(context, **kwargs)  # type: ignore[assignment]
        return response


@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Mail a link to whoever it is, and say the same whether there is anybody. Raises TooManyLinks."""
    form = ForgottenForm(request.POST if request.method == "POST" else None, label_suffix="")
    is_sent, status = False, 200
    if request.method == "POST":
        if form.is_valid():
            _count(form.cleaned_data["who"], request)
            ask_for_password_link(form.cleaned_data["who"])
            is_sent = True
        else:
            status = 422
    context = {"form": form, "is_sent": is_sent, "has_mail": settings.HAS_MAIL, "days": GOOD_FOR_DAYS}
    response = render(request, "administration/forgotten.html", context, status=status)
    add_never_cache_headers(response)
    return response


def _count(who: str, request: HttpRequest) -> None:
    """Count it like an attempt to sign in, which it does not stop."""
    try:
        begin_attempt(name=who, address_hash=address_hash(request), kind="forgotten")
    except TooManySignIns as many:
        raise TooManyLinks(minutes=many.data["minutes"]) from None
