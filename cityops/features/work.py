"""The kinds of feature that staff work off on one screen, the work map (`cityops/desk`).

A kind is registered from its own app (`work.py`, called by `apps.py`), next to its staff layer:

    register_work(WorkKind(name="requests", label=_("Service requests"), one=_("Service request"), icon="file-text",
                           layer="requests", address="services:staff_detail", workflow=WORKFLOW, queues=QUEUES, …))

What the rows of a kind have: all of `Worked` (`worked.py`), choices for `state`, `agency`, and an index on
(`DUE_OR_NEVER`, "id").

What the filters of its staff layer have: `open`, `status`, `overdue`, `agency`, `area`, `from`, `to`, `q`, `bbox`,
`polygon` are known to the work map and drawn by it where the layer has them; every other key has a `Control`. Keys,
controls and queues of whose work it is and of time are the same for all (`cityops/agencies/work_keys.py`).

Its own addresses: `address` is the name of the page of one row, `<code>/`; moves are POSTed to `<code>/<verb>/`. After
a move htmx hears the event `work:changed` {code, words, address}, and list, counts and map follow (see
`cityops/agencies/move_page.py`). The detail's fragment is an `<article class="detail" data-code data-lat
data-lng>` with a `<footer id="foot">` for the moves, whose buttons carry `data-key`
(see `templates/reports/staff_detail.html`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db.models import DateTimeField, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cityops.errors import NotFound
from cityops.features.workflow import Workflow
from cityops.web.links import address_of_code

# Where no clock runs a row comes last. One expression without nulls, so that a list can go on behind any row.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
DUE_OR_NEVER = Coalesce("due_at", Value(NEVER), output_field=DateTimeField())


# Keys that mean the same for every kind: next, previous, undo, search, filter, many at once, help; then the tools of
# the map.
RESERVED_KEYS = frozenset("jku/fy?ldpmt")


class NotYourWork(NotFound):
    """A kind of work that is not there, or that this person has no part in."""

    text = _("There is no work of the kind “%(kind)s” for you. Whoever gave you this link may have another role.")


def everyone(_user: Any) -> bool:
    """Say yes: for what concerns all who see the kind."""
    return True


def code_of(row: Any) -> str:
    """Return the code: for a kind whose rows have no name but their own."""
    return str(row.code)


@dataclass(frozen=True)
class Queue:
    """A ready-made filter of the kind's staff layer. Counted are open rows only; so a queue of ended ones is not.

    concerns: whom it is shown to. is_listed: whether its first rows stand in the mail of the morning.
    led_by: a name for the index that leads to its rows; what it leads to is counted in one pass. others: the filter of
    all open rows that are not in it, where these are what an index leads to.
    """

    name: str
    label: Promise
    icon: str
    values: Mapping[str, tuple[str, ...]]
    is_counted: bool = True
    led_by: str = ""
    others: Mapping[str, tuple[str, ...]] | None = None
    concerns: Callable[[Any], bool] = everyone
    is_listed: bool = False


@dataclass(frozen=True)
class Control:
    """How the filter panel shows one key of the kind's staff layer; what is drawn follows from the key's own type.

    label: the heading of a list or of a date, the words beside a check box. choices: for a list, as Django spells them,
    (value, word) or (heading, [(value, word), …]); asked once a request. is_folded: opened by a press.
    """

    name: str
    label: Promise
    choices: Callable[[], Iterable[tuple[Any, Any]]] | None = None
    is_folded: bool = False
    concerns: Callable[[Any], bool] = everyone


@dataclass(frozen=True)
class WorkKind:
    """One kind on the work map.

    name: in its address, `?of=<name>`; without it reports are meant. label, one: plural and singular, as in the menu.
    queues: the first is all that is open, and stands for the kind itself.
    layer: the name of its staff layer, which says who sees what (`scope`) and what can be asked (`filters`).
    title: what a row is called in a mail, none of a resident's words in it.
    told: what is counted beside the bell and in the mail of the morning: what waits for this very person.
    says_which: the keys of a filter that say by themselves whether ended rows belong to it; without any of them only
    what is open is meant. row_words: the middle of a row; status, area, age and date are drawn for all kinds
    alike. shown: adds what a row shows, area included, in a constant number of statements. detail: the
    context of one row's detail, drawn by detail_template ("services/staff_detail.html#detail"); raises NotFound for
    what may not be seen. last_change: `who` did `what` last to a row, in words for a user. sees: who has the kind on
    the work map at all. sees_agencies: for whom agencies are told apart. bulk: how many rows are moved at once
    (`cityops/agencies/bulk.py`).
    """

    name: str
    label: Promise
    one: Promise
    icon: str
    layer: str
    address: str
    workflow: Workflow
    queues: tuple[Queue, ...]
    row_words: Callable[[Any], SafeString]
    shown: Callable[[QuerySet[Any]], Iterable[Any]]
    detail: Callable[[HttpRequest, str], dict[str, Any]]
    detail_template: str
    last_change: Callable[[Any, Any], Mapping[str, Any]]
    sees: Callable[[Any], bool]
    sees_agencies: Callable[[Any], bool] = everyone
    bulk: Any = None
    controls: tuple[Control, ...] = ()
    told: tuple[Queue, ...] = ()
    title: Callable[[Any], str] = code_of
    says_which: frozenset[str] = field(default_factory=lambda: frozenset({"status", "overdue"}))

    @property
    def address_of_code(self) -> str:
        """The address of one row's page, with {code} for its code. Looked up once a page, not for each row."""
        return address_of_code(self.address)

    def meant(self, values: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """Return the filter that list, map and counts use: where nothing says otherwise, only what is open.

        The same condition is not put twice: the database would guess a twentieth of the rows that there are.
        """
        return dict(values) if self.says_which & set(values) else {**values, "open": ("1",)}


_kinds: dict[str, WorkKind] = {}


def register_work(kind: WorkKind) -> WorkKind:
    """Add a kind; a name that is taken is a mistake, and so is a move under a key that every kind has."""
    taken = {move.verb for move in kind.workflow.moves if move.key in RESERVED_KEYS}
    if taken:
        raise ValueError(f"moves of {kind.name} under keys of the work map: {', '.join(sorted(taken))}")
    if kind.name in _kinds:
        raise ValueError(f"work of the kind {kind.name} is registered twice")
    _kinds[kind.name] = kind
    return kind


def registered_kinds() -> list[WorkKind]:
    """Return all kinds, whoever may see them."""
    return list(_kinds.values())


def work_kinds(user: Any) -> list[WorkKind]:
    """Return the kinds that a person has on the work map, in the order in which they were registered."""
    return [kind for kind in _kinds.values() if kind.sees(user)]


def work_kind(name: str, user: Any) -> WorkKind:
    """Return a kind. Raises NotYourWork where there is none of that name, or where the person may not see it at all."""
    kind = _kinds.get(name)
    if kind is None or not kind.sees(user):
        raise NotYourWork(kind=name[:40])
    return kind
