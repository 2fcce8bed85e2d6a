"""Signing in by name and password or by a passkey alone, and out."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cityops.accounts.backend import SHUT
from cityops.accounts.brake import begin_attempt
from cityops.accounts.entrance import begin_second_step, let_in, may_sign_in, next_of, then_to
from cityops.accounts.faults import AccountShut, PasskeyRefused
from cityops.accounts.log import record
from cityops.accounts.models import User
from cityops.accounts.passkeys import begin_showing, finish_showing, is_possible
from cityops.accounts.queries import has_factor
from cityops.accounts.views.language import remember_language
from cityops.errors import CityError
from cityops.web.address import address_hash


class SignInForm(AuthenticationForm):
    """Name and password; which of the two is wrong is not said, nor, before both are right, that an account is shut."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say it in our words."""
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
        wrong = _("The name or the password is not right. Capital letters count.")
        self.error_messages = {**self.error_messages, "invalid_login": wrong}

    def get_invalid_login_error(self) -> ValidationError:
        """Return what was wrong."""
        if getattr(self.request, SHUT, False):
            return ValidationError(str(AccountShut()), code=AccountShut.code)
        return super().get_invalid_login_error()


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
        """Let the person in, or ask whoever has a second factor for it first."""
        self.attempt.succeeded()
        user = form.get_user()
        if not isinstance(user, User):
            return self.form_invalid(form)
        if has_factor(user):
            return begin_second_step(self.request, user, next_url=self.get_redirect_url())
        return welcome(self.request, user, way="password", next_url=self.get_redirect_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether a passkey can be used here."""
        return super().get_context_data(has_passkeys=is_possible(self.request), **kwargs)

    def get_default_redirect_url(self) -> str:
        """Return where somebody goes who is signed in already."""
        user = self.request.user
        return then_to(self.request, user, "").url if isinstance(user, User) else super().get_default_redirect_url()


class SignOut(LogoutView):
    """Sign out, by POST only."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Note it, and end the session."""
        if isinstance(request.user, User):
            record(request.user, "sign_out", actor=request.user)
        return super().post(request, *args, **kwargs)


def welcome(request: HttpRequest, user: User, *, way: str, next_url: str) -> HttpResponse:
    """Let somebody in, in the language they once chose, and lead them on."""
    let_in(request, user, way=way)
    response = then_to(request, user, next_url)
    if user.language:
        remember_language(response, user.language)
    return response


@never_cache
@require_POST
def begin_with_passkey(request: HttpRequest) -> HttpResponse:
    """Say what the browser is to sign, whoever it is."""
    return JsonResponse(begin_showing(request, None))


@never_cache
@require_POST
def sign_in_with_passkey(request: HttpRequest) -> HttpResponse:
    """Let in whose passkey it is: the device has asked for finger, face or PIN, so that no password is needed."""
    if request.user.is_authenticated:
        return redirect(next_of(request, otherwise="desk:work_map"))
    where = address_hash(request)
    attempt = begin_attempt(name=where, address_hash=where, kind="passkey")
    try:
        user = finish_showing(request, request.POST.get("passkey", ""), None)
    except PasskeyRefused as fault:
        return _refused(request, fault)
    if not may_sign_in(user):
        return _refused(request, AccountShut())
    attempt.succeeded()
    return welcome(request, user, way="passkey_alone", next_url=next_of(request, otherwise=""))


def _refused(request: HttpRequest, fault: CityError) -> HttpResponse:
    """Show the sign-in page again, with what was wrong."""
    context = {
        "form": SignInForm(request),
        "fault": fault,
        "next": next_of(request, otherwise=""),
        "has_passkeys": is_possible(request),
    }
    return render(request, SignIn.template_name, context, status=fault.status)
