"""The verbs of staff. Each takes the actor first and `seen`, the version the actor was looking at."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.agencies.hands import begun_by, hand_to
from cityops.errors import CityError
from cityops.facilities.models import Facility
from cityops.facilities.queries import facilities_public
from cityops.notifications.models import What
from cityops.services.actions.move import carry_out, id_of, locked_for, say, set_pickup
from cityops.services.actions.notify import tell_officer, tell_resident
from cityops.services.models import ServiceRequest
from cityops.web.once import once_a_request


class UntilIsOver(CityError):
    """Something is to be collected by a day that is over."""

    code, status = "until_is_over", 422
    text = _("This day is over. Until which day can it be collected?")


class NoSuchOffice(CityError):
    """Something is to be collected at a place that is not on the map."""

    code, status = "no_such_office", 422
    text = _("Choose an office that is on the map.")


@transaction.atomic
def check_request(*, actor: User, pk: int, seen: int | None = None) -> ServiceRequest:
    """Begin to check, or check again; from now on the days of the service count. Whoever begins it has it."""
    request, move = locked_for(actor, pk, "check", seen, {})
    set_pickup(request, None)
    carry_out(request, move, actor=actor, **begun_by(request, actor))
    return request


@transaction.atomic
def take_request(*, actor: User, pk: int, seen: int | None = None) -> ServiceRequest:
    """Make a request one's own work. Raises NotAColleague as well."""
    request, move = locked_for(actor, pk, "take", seen, {})
    carry_out(request, move, actor=actor, **hand_to(request, actor.username))
    return request


@transaction.atomic
def assign_request(*, actor: User, pk: int, assignee: str, seen: int | None = None) -> ServiceRequest:
    """Make a request the work of somebody of its agency, by sign-in name; of nobody. Raises NotAColleague as well."""
    request, move = locked_for(actor, pk, "assign", seen, {"assignee": assignee})
    carry_out(request, move, actor=actor, **hand_to(request, assignee))
    tell_officer(request, What.ASSIGNED, actor=actor)
    return request


@transaction.atomic
def ask_resident(*, actor: User, pk: int, text: str, seen: int | None = None) -> ServiceRequest:
    """Say what is missing; the clock stands still until the resident answers."""
    request, move = locked_for(actor, pk, "ask", seen, {"text": text.strip()})
    said = say(request, actor=actor, verb="ask", text=text)
    carry_out(request, move, actor=actor, **id_of(said))
    tell_resident(request, "asked", text=text.strip())
    return request


@transaction.atomic
def make_ready(
    *,
    actor: User,
    pk: int,
    office: str | Facility,
    bring: str,
    until: date | None,
    text: str = "",
    seen: int | None = None,
) -> ServiceRequest:
    """Say that it can be collected: at which office, with what, until when. Raises UntilIsOver, NoSuchOffice."""
    given = {"office": office, "bring": bring.strip(), "until": until}
    request, move = locked_for(actor, pk, "ready", seen, given)
    place = office if isinstance(office, Facility) else _office(office)
    if place is None:
        raise NoSuchOffice
    if until is None or until < timezone.localdate():
        raise UntilIsOver
    set_pickup(request, {"office_id": place.pk, "bring": bring.strip(), "until": until.isoformat()})
    said = say(request, actor=actor, verb="ready", text=text)
    carry_out(request, move, actor=actor, office=place.pk, until=until.isoformat(), **id_of(said))
    told: dict[str, str | date] = {
        "office": place.name,
        "address": place.address,
        "bring": bring.strip(),
        "until": until,
    }
    tell_resident(request, "ready", text=text.strip(), **told)
    return request


@once_a_request
def _office(code: str) -> Facility | None:
    return facilities_public().filter(code=code).first()


@transaction.atomic
def finish_request(*, actor: User, pk: int, text: str = "", seen: int | None = None) -> ServiceRequest:
    """End it: handed over, or done without anything to collect."""
    request, move = locked_for(actor, pk, "finish", seen, {"text": text.strip()})
    said = say(request, actor=actor, verb="finish", text=text)
    carry_out(request, move, actor=actor, **id_of(said))
    tell_resident(request, "done", text=text.strip())
    return request


@transaction.atomic
def reject_request(*, actor: User, pk: int, reason: str, seen: int | None = None) -> ServiceRequest:
    """Refuse it, and say why."""
    request, move = locked_for(actor, pk, "reject", seen, {"reason": reason.strip()})
    said = say(request, actor=actor, verb="reject", text=reason)
    set_pickup(request, None)
    carry_out(request, move, actor=actor, **id_of(said))
    tell_resident(request, "rejected", text=reason.strip())
    return request


@transaction.atomic
def note_request(*, actor: User, pk: int, text: str, seen: int | None = None) -> ServiceRequest:
    """Write a note that only staff can read."""
    request, move = locked_for(actor, pk, "note", seen, {"text": text.strip()})
    said = say(request, actor=actor, verb="note", text=text, is_for_resident=False)
    carry_out(request, move, actor=actor, **id_of(said))
    return request


BY_VERB: dict[str, Callable[..., ServiceRequest]] = {
    "check": check_request,
    "take": take_request,
    "assign": assign_request,
    "ask": ask_resident,
    "ready": make_ready,
    "finish": finish_request,
    "reject": reject_request,
    "note": note_request,
}
