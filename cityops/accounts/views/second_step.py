"""The step after the password."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cityops.accounts.entrance import PENDING, next_of, pending, then_to
from cityops.accounts.faults import StepExpired
from cityops.accounts.models import User
from cityops.accounts.passkeys import begin_showing, is_possible
from cityops.accounts.proof import REFUSALS, SECOND_STEP, prove
from cityops.accounts.queries import factors_of
from cityops.accounts.views.sign_in import welcome
from cityops.errors import CityError


@never_cache
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for code, passkey or recovery code; only then is anybody signed in."""
    try:
        waiting = pending(request)
    except StepExpired as expired:
        return _too_late(request, expired)
    fault: CityError | None = None
    if request.method == "POST":
        try:
            way = prove(request, waiting.user, SECOND_STEP)
        except REFUSALS as refused:
            fault = refused
        else:
            return welcome(request, waiting.user, way=way, next_url=waiting.next)
    factors = factors_of(waiting.user)
    context = {
        "who": waiting.user,
        "factors": factors,
        "has_passkeys": bool(factors.passkeys) and is_possible(request),
        "fault": fault,
        "way": next((name for name in SECOND_STEP if request.POST.get(name)), ""),
    }
    return render(request, "accounts/second_step.html", context, status=fault.status if fault else 200)


@never_cache
@require_POST
def begin_second_step_passkey(request: HttpRequest) -> HttpResponse:
    """Say what the browser is to sign for whoever waits. Raises StepExpired."""
    return JsonResponse(begin_showing(request, pending(request).user))


def _too_late(request: HttpRequest, fault: StepExpired) -> HttpResponse:
    """Lead on whoever is signed in already, by another tab say; all others begin again and are told why."""
    if isinstance(request.user, User):
        return then_to(request, request.user, next_of(request, otherwise=""))
    kept = request.session.pop(PENDING, None)
    if kept is None:
        return redirect("accounts:sign_in")
    return render(request, "accounts/step_expired.html", {"error": fault, "next": kept["next"]}, status=fault.status)
