"""What all pages of administration share: who is signed in, the sections, and what a form does when it is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.administration.forms.people import SeenForm
from cityops.administration.models import Thing
from cityops.administration.policy import KIND
from cityops.administration.queries import changes_of
from cityops.administration.story import Entry, story_of
from cityops.agencies.staff import tasks_of
from cityops.errors import CityError, NotFound
from cityops.policy.decide import allowed_anywhere

STORY_ROWS = 30


@dataclass(frozen=True)
class Section:
    """One section of administration: its address, and the line of the policy by which it is somebody's."""

    name: str
    label: Promise
    icon: str
    verb: str
    hint: Promise
    hint_for_readers: Promise | None = None  # of those who may look, and change nothing

    @property
    def url(self) -> str:
        """Its address."""
        return reverse(f"administration:{self.name}")


SECTIONS = (
    Section(
        "people",
        _("People"),
        "users",
        "see-people",
        _("Invite, roles, disable, passwords"),
        _("Who works in your agency"),
    ),
    Section("agencies", _("Agencies"), "landmark", "agencies", _("Names, contact, working week")),
    Section("categories", _("Categories"), "tag", "categories", _("Who answers, how fast, advice")),
    Section("targets", _("Clocks"), "timer", "categories", _("Working days of every state")),
    Section("templates", _("Ready texts"), "sticky-note", "templates", _("For answers, questions, refusals")),
    Section("holidays", _("Days off"), "calendar", "holidays", _("National days and the city’s own")),
    Section("history", _("Changes"), "history", "history", _("Who changed what, and what was before")),
)


def user_of(request: HttpRequest) -> User:
    """Return who is signed in."""
    return cast(User, request.user)


def sections_of(user: User) -> list[Section]:
    """Return the sections that a person has something to do in. Raises NotFound where there is none."""
    found = [one for one in SECTIONS if allowed_anywhere(user, KIND, one.verb)]
    if not found:
        raise NotFound
    return found


def must_reach(user: User, verb: str) -> None:
    """Raise NotFound unless a person may use the verb on anything: the page is not there for others."""
    if not allowed_anywhere(user, KIND, verb):
        raise NotFound


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    given: Mapping[str, Any] = MappingProxyType({}),
    section: str = "",
    status: int = 200,
) -> HttpResponse:
    """Draw a page of administration. given: what of its context is not as at first; a version not given is today's."""
    user = user_of(request)
    around = {"sections": sections_of(user), "section": section, "tasks": tasks_of(user)}
    kept = {name: value for name, value in given.items() if name != "seen" or value is not None}
    context = {**around, **context, **kept}
    fault = context.get("fault")
    return render(request, f"administration/{template}", context, status=fault.status if fault else status)


def story_for(thing: Thing, key: object) -> list[Entry]:
    """Return the newest changes of one thing, for the foot of its page."""
    return story_of(changes_of(thing, key)[:STORY_ROWS])


def seen_in(request: HttpRequest) -> int:
    """Return the version that was on the screen. Raises CityError where a form of ours was not sent whole."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise CityError
    return int(form.cleaned_data["seen"])


def refused(act: Callable[[], Any]) -> CityError | None:
    """Do it; return the fault that the reader can mend, or None where it is done. What is not theirs stays NotFound."""
    try:
        act()
    except NotFound:
        raise
    except CityError as fault:
        return fault
    return None
