"""What the map shows of one facility when it is pressed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cityops.errors import NotFound
from cityops.facilities.queries import facilities_public, with_what_is_shown
from cityops.features.paths import looks_like_a_code


def card(request: HttpRequest, code: str) -> HttpResponse:
    """Return the fragment. Raises NotFound where there is none on the map."""
    found = with_what_is_shown(facilities_public(request.user).filter(code=code))
    facility = found.first() if looks_like_a_code(code) else None
    if facility is None:
        raise NotFound
    context = {"facility": facility, "hours": facility.timetable(), "standing": facility.standing()}
    return render(request, "facilities/card.html", context)
