"""“Account security”: what protects one's account, where it is open, and what happened with it."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cityops.accounts.actions import end_other_sessions, end_session
from cityops.accounts.demand import is_demanded, is_grace
from cityops.accounts.entrance import begin_second_step, confirm, next_of
from cityops.accounts.guards import owes_second_step, signed_in, signed_in_only
from cityops.accounts.log import last_activities
from cityops.accounts.passkeys import begin_showing, is_possible
from cityops.accounts.proof import ANY_WAY, REFUSALS, prove
from cityops.accounts.queries import factors_of, sessions_of
from cityops.errors import CityError
from cityops.policy.registry import all_grants_of, is_held_back


@signed_in_only
def security(request: HttpRequest) -> HttpResponse:
    """Show all of it."""
    user = signed_in(request)
    context = {
        "factors": factors_of(user),
        "has_passkeys": is_possible(request),
        "sessions": sessions_of(user, this=this_session(request)),
        "activities": last_activities(user),
        "is_demanded": is_demanded(all_grants_of(user)),
        "is_held_back": is_held_back(user),
    }
    return render(request, "accounts/security.html", context)


@signed_in_only
def wanted(request: HttpRequest) -> HttpResponse:
    """Say that a role needs a second factor, and offer both kinds; whoever has one shows it now."""
    user = signed_in(request)
    after = next_of(request, otherwise="desk:work_map")
    if not is_held_back(user) and not (is_demanded(all_grants_of(user)) and is_grace()):
        return redirect(after)
    if is_held_back(user) and factors_of(user):
        return begin_second_step(request, user, next_url=after)
    request.session["after_set_up"] = after
    context = {"has_passkeys": is_possible(request), "after": after, "is_grace": is_grace()}
    context["demanded_from"] = settings.SECOND_FACTOR_FROM
    return render(request, "accounts/wanted.html", context)


@signed_in_only
def confirm_it_is_you(request: HttpRequest) -> HttpResponse:
    """Ask for the password or a factor again, then go on; whoever owes the second step makes up for it."""
    then = next_of(request, otherwise="accounts:security")
    if owes_second_step(request):
        return begin_second_step(request, signed_in(request), next_url=then)
    return asked_to_prove(request, then=then)


def asked_to_prove(request: HttpRequest, *, then: str, **said: str) -> HttpResponse:
    """Show the form; once somebody has shown who they are, note it and go on to `then`."""
    user = signed_in(request)
    fault: CityError | None = None
    if request.method == "POST":
        try:
            prove(request, user, ANY_WAY)
        except REFUSALS as refused:
            fault = refused
        else:
            confirm(request)
            return redirect(then)
    return proof_page(request, then=then, fault=fault, **said)


def proof_page(request: HttpRequest, *, then: str, fault: CityError | None, **said: str) -> HttpResponse:
    """Show the form that asks for password, code or passkey."""
    factors = factors_of(signed_in(request))
    context = {
        "factors": factors,
        "has_passkeys": bool(factors.passkeys) and is_possible(request),
        "fault": fault,
        "then": then,
        **said,
    }
    return render(request, "accounts/prove.html", context, status=fault.status if fault else 200)


@signed_in_only
@require_POST
def begin_proof_passkey(request: HttpRequest) -> HttpResponse:
    """Say what the browser is to sign for whoever is signed in."""
    return JsonResponse(begin_showing(request, signed_in(request)))


@signed_in_only
@require_POST
def end_one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End one of one's own sessions; the present one leads to the sign-in."""
    end_session(actor=signed_in(request), public_id=public_id)
    if public_id == this_session(request):
        request.session.flush()
        return redirect("accounts:sign_in")
    messages.success(request, _("Ended. Whoever had that session must sign in again."))
    return redirect("accounts:security")


@signed_in_only
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all but the present one."""
    count = end_other_sessions(actor=signed_in(request), keep=this_session(request))
    said = ngettext("%(count)s other session has ended.", "%(count)s other sessions have ended.", count)
    messages.success(request, said % {"count": count})
    return redirect("accounts:security")


def this_session(request: HttpRequest) -> UUID | None:
    """Return the public name of the session that asks."""
    found: UUID | None = getattr(request.session, "public_id", None)
    return found
