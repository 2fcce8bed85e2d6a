"""Adding second factors, taking them away, and recovery codes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cityops.accounts.actions import (
    add_code_app,
    add_passkey,
    make_recovery_codes,
    remove_code_app,
    remove_passkey,
)
from cityops.accounts.entrance import begin_second_step
from cityops.accounts.faults import HasCodeApp, NotThereAnyMore, PasskeyKnown, PasskeyRefused, WrongCode
from cityops.accounts.guards import confirmed_only, owes_second_step, signed_in, signed_in_only
from cityops.accounts.middleware import PROOF
from cityops.accounts.one_time import address_for_app, new_secret, qr_code, spelled
from cityops.accounts.passkeys import begin_adding, finish_adding, is_possible
from cityops.accounts.proof import ANY_WAY, REFUSALS, prove
from cityops.accounts.queries import factors_of
from cityops.accounts.seal import CannotOpen, seal, unseal
from cityops.accounts.views.security import proof_page, this_session
from cityops.areas.city import this_city

NEW_SECRET = "new_code_app"  # noqa: S105 - a key of the session, where the secret lies sealed


class PasskeyForm(forms.Form):
    """What the person calls the device; the browser fills in the rest."""

    name = forms.CharField(label=gettext_lazy("Name of this passkey"), max_length=60)
    passkey = forms.CharField(required=False, widget=forms.HiddenInput)


@signed_in_only
@confirmed_only
def code_app(request: HttpRequest) -> HttpResponse:
    """Show the secret as a picture and as text, and keep it once a code comes back."""
    user = signed_in(request)
    secret = _secret_in_session(request)
    fault: WrongCode | None = None
    if request.method == "POST":
        try:
            codes = add_code_app(
                actor=user, secret=secret, typed=request.POST.get("code_app", ""), keep=this_session(request)
            )
        except WrongCode as wrong:
            fault = wrong
        except HasCodeApp as there:
            messages.warning(request, str(there))
            return redirect("accounts:security")
        else:
            del request.session[NEW_SECRET]
            return _added(request, "code_app", codes)
    elif factors_of(user).code_app:
        messages.warning(request, str(HasCodeApp()))
        return redirect("accounts:security")
    context = {
        "qr": qr_code(address_for_app(secret, name=user.get_username(), issuer=this_city().name)),
        "secret": spelled(secret),
        "fault": fault,
    }
    return render(request, "accounts/code_app.html", context, status=fault.status if fault else 200)


@signed_in_only
@confirmed_only
def passkey(request: HttpRequest) -> HttpResponse:
    """Name a device and add its passkey."""
    form = PasskeyForm(request.POST or None, initial={"name": request.session.get("system", "")})
    fault: Any = None
    if request.method == "POST" and form.is_valid():
        try:
            made = finish_adding(request, form.cleaned_data["passkey"])
            codes = add_passkey(
                actor=signed_in(request),
                name=form.cleaned_data["name"],
                credential_id=made.credential_id,
                credential=made.credential,
                counter=made.counter,
                keep=this_session(request),
            )
        except (PasskeyRefused, PasskeyKnown) as refused:
            fault = refused
        else:
            return _added(request, "passkey", codes)
    context = {"form": form, "fault": fault, "has_passkeys": is_possible(request)}
    status = fault.status if fault else 422 if form.errors else 200
    return render(request, "accounts/passkey.html", context, status=status)


@signed_in_only
@confirmed_only
@require_POST
def begin_passkey(request: HttpRequest) -> HttpResponse:
    """Say what the browser is to make."""
    return JsonResponse(begin_adding(request, signed_in(request)))


@signed_in_only
def remove_app(request: HttpRequest) -> HttpResponse:
    """Take the code app away, once the person has shown who they are."""
    if not factors_of(signed_in(request)).code_app:
        raise NotThereAnyMore
    return _remove(
        request, _("authenticator app"), lambda: remove_code_app(actor=signed_in(request), keep=this_session(request))
    )


@signed_in_only
def remove_key(request: HttpRequest, passkey_id: int) -> HttpResponse:
    """Take a passkey away, once the person has shown who they are."""
    user = signed_in(request)
    found = next((one for one in factors_of(user).passkeys if one.pk == passkey_id), None)
    if found is None:
        raise NotThereAnyMore
    return _remove(
        request, found.name, lambda: remove_passkey(actor=user, passkey_id=passkey_id, keep=this_session(request))
    )


@signed_in_only
@confirmed_only
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes and show them this once."""
    if request.method != "POST":
        return render(request, "accounts/recovery_new.html")
    return _shown_once(request, make_recovery_codes(actor=signed_in(request)))


def _secret_in_session(request: HttpRequest) -> bytes:
    """Return the secret that is being set up: the same one while the page is open, in every tab."""
    try:
        return unseal(request.session.get(NEW_SECRET, ""))
    except CannotOpen:
        secret = new_secret()
        request.session[NEW_SECRET] = seal(secret)
        return secret


def _added(request: HttpRequest, way: str, codes: list[str]) -> HttpResponse:
    """Count the factor as shown in this session; with the first one come recovery codes."""
    request.session[PROOF] = way
    messages.success(request, _("Added. Your other sessions have ended: sign in there again, now in two steps."))
    return _shown_once(request, codes) if codes else redirect(_after(request))


def _shown_once(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "after": _after(request)})


def _after(request: HttpRequest) -> str:
    after: str = request.session.pop("after_set_up", "")
    return after or resolve_url("accounts:security")


def _remove(request: HttpRequest, what: str, remove: Any) -> HttpResponse:
    if owes_second_step(request):
        return begin_second_step(request, signed_in(request), next_url=request.path)
    fault = None
    if request.method == "POST":
        try:
            prove(request, signed_in(request), ANY_WAY)
        except REFUSALS as refused:
            fault = refused
        else:
            remove()
            if not factors_of(signed_in(request)):
                request.session.pop(PROOF, None)
            messages.success(request, _("Removed: %(what)s. Your other sessions have ended.") % {"what": what})
            return redirect("accounts:security")
    return proof_page(request, then="", fault=fault, removes=what)
