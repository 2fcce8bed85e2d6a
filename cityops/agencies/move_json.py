"""A move as programs make it: JSON in and out of the same addresses, with both sides of what does not fit together."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError
from cityops.features.history import last_event_of
from cityops.features.move_form import MoveForm
from cityops.web.errors import error_response

STALE = 409
NOT_TOLD = frozenset({"csrfmiddlewaretoken"})


class NotAsAsked(CityError):
    """A field is missing or wrong."""

    code, status = "invalid", 422
    text = _("Something is missing or wrong; “errors” says what, by field.")


def moved(feature: Any, verb: str, moves: list[Any]) -> JsonResponse:
    """Return what a feature is after a move, and what can be done next."""
    return JsonResponse({**theirs(feature), "did": verb, "moves": [move.verb for move in moves]})


def refused(request: HttpRequest, form: MoveForm, feature: Any, fault: CityError, field: str | None) -> HttpResponse:
    """Return a fault as a problem. 409 holds both versions, so that a program can go on; 422 the faults by field."""
    told: dict[str, Any] = {}
    if fault.status == STALE:
        told = {"yours": yours(request, form), "theirs": {**theirs(feature), "changed": changed(feature)}}
    elif field:
        told = {"errors": {field: [str(fault)]}}
    return error_response(request, fault, more=told)


def invalid(request: HttpRequest, form: MoveForm) -> HttpResponse:
    """Return the faults of a form by field."""
    errors = {name: [str(one) for one in found] for name, found in form.errors.items()}
    return error_response(request, NotAsAsked(), more={"errors": errors, "yours": yours(request, form)})


def yours(request: HttpRequest, form: MoveForm) -> dict[str, Any]:
    """Return what was sent, files aside; not what the form chose for people's second press."""
    sent = {name: request.POST[name] for name in request.POST if name not in NOT_TOLD}
    return {"verb": form.move.verb, **sent}


def theirs(feature: Any) -> dict[str, Any]:
    """Return what stands."""
    due = feature.due_at.isoformat() if feature.due_at else None
    return {"code": feature.code, "state": feature.state, "version": feature.version, "due_at": due}


def changed(feature: Any) -> dict[str, Any] | None:
    """Return who changed it last: the verb, when, and a member of the staff by name; nobody else has one."""
    last = last_event_of(feature)
    if last is None:
        return None
    who = last.actor.get_full_name() if last.actor else None
    return {"verb": last.verb, "who": who, "at": last.at.isoformat()}
