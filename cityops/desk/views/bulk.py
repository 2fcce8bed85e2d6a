"""One move of many on the work map: choose the move, look what would come of it, make it, take it back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cityops.accounts.models import User
from cityops.agencies.answer_templates import answers_for
from cityops.agencies.bulk import Aside
from cityops.agencies.staff import staff_only, tasks_of
from cityops.areas.queries import all_areas
from cityops.desk.chips import Chip, chips_of
from cityops.desk.filter_parts import parts_of
from cityops.desk.selection import Selection, seen_of, selection_of, spelled, way_back
from cityops.desk.work_filter import all_of, asked_for
from cityops.errors import CityError, NotFound
from cityops.features.gathering import Together
from cityops.features.move_form import MoveForm
from cityops.features.undo import SHOWN_S
from cityops.features.work import WorkKind, work_kind
from cityops.features.workflow import Move, MoveNotAllowed
from layers.filters import BadFilter

PAGE = "desk/bulk.html"
SHOWN = 8  # rows of each group that are named


@dataclass(frozen=True)
class Group:
    """Features of which the same would come, or came. why: what stands against it; none: nothing does.

    rows: some as the list shows them; rest: code and address of the others.
    """

    why: str
    count: int
    rows: Sequence[Any]
    rest: Sequence[tuple[str, str]]


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def bulk(request: HttpRequest) -> HttpResponse:
    """Show the moves, the form of one, what would come of it; on POST with `seen` make it."""
    user = cast(User, request.user)
    selection = selection_of(request.GET, user)
    kind, of = selection.asked.kind, selection.asked.kind.bulk
    moves = of.moves_for(user)
    move = next((move for move in moves if move.verb == request.GET.get("verb")), None)
    context = _around(request, selection, moves, move)
    # What was looked at is what is made, whatever the filter finds by now.
    seen = seen_of(request.POST.get("chosen", "")) if "make" in request.POST else {}
    codes = tuple(seen) or selection.codes
    if move is None or not codes:
        return render(request, PAGE, context)
    form = of.form_of(request.POST or None, move, of.rows(user).filter(code__in=codes))
    context |= {"form": form, "answers": answers_for(kind.name, move, form.chosen)}
    if request.method != "POST" and form.visible_fields():
        return render(request, PAGE, context)
    if request.method == "POST" and not form.is_valid():
        return render(request, PAGE, context, status=422)
    if "again" in request.POST:
        return render(request, PAGE, context)
    given = form.given if request.method == "POST" else {}
    if "make" in request.POST:
        context |= _made(of.make(move.verb, actor=user, seen=seen, given=given), kind)
    else:
        found, seen = of.look_ahead(move.verb, actor=user, codes=selection.codes, given=given)
        told = _told(found, kind, of.aside_of(move.verb))
        heed = of.heed(move.verb, found.changed)
        context |= {"ahead": True, "filled": _filled(form), "chosen": spelled(seen), "heed": heed, **told}
    return render(request, PAGE, context)


@staff_only
@require_POST
def take_back(request: HttpRequest, of: str, batch: UUID) -> HttpResponse:
    """Take back what a move of many changed."""
    user = cast(User, request.user)
    kind = work_kind(of, user)
    if kind.bulk is None:
        raise NotFound
    found = kind.bulk.moves.undo.take_back_together(actor=user, batch=batch)
    back = _back(kind, request.POST.get("query", ""), user)
    context = {"kind": kind, "undone": True, "tasks": tasks_of(user), "back_url": back, **_told(found, kind)}
    return render(request, PAGE, context)


def _around(request: HttpRequest, selection: Selection, moves: Iterable[Move], move: Move | None) -> dict[str, Any]:
    user, asked = cast(User, request.user), selection.asked
    query = request.GET.copy()
    query.pop("verb", None)
    back = way_back(asked, request.GET)
    return {
        "kind": asked.kind,
        "selection": selection,
        "chips": () if selection.picked else _chips(user, selection),
        "moves": [{"move": one, "url": _url(query, one.verb)} for one in moves],
        "move": move,
        "address": _url(query, move.verb) if move else "",
        "back_url": back,
        "back_query": urlsplit(back).query,
        "tasks": tasks_of(user),
    }


def _chips(user: User, selection: Selection) -> list[Chip]:
    areas = {area.pk: area.name for area in all_areas()}
    return chips_of(selection.asked, parts_of(user, selection.asked), areas, total=selection.total)


def _url(query: Any, verb: str = "") -> str:
    query = query.copy()
    if verb:
        query["verb"] = verb
    return f"{reverse('desk:bulk')}?{query.urlencode()}"


def _back(kind: WorkKind, query: str, user: User) -> str:
    """Return the map that the move began on; all that is open of the kind, where that is no filter."""
    given = QueryDict(query)
    try:
        return way_back(asked_for(given, user), given)
    except (BadFilter, NotFound):
        return all_of(kind, user).url()


def _why(fault: CityError) -> str:
    """Return what stands against a move; of one that was never made nothing is to be loaded anew."""
    if isinstance(fault, MoveNotAllowed):
        return _("Not possible while the status is “%(state)s”.") % {"state": fault.data["state"]}
    return str(fault)


def _told(found: Together[Any], kind: WorkKind, aside: Aside[Any] | None = None) -> dict[str, Any]:
    """Return what would change, or did, and what not, by what stands against it: the largest group first.

    aside: what is told apart, and changed only if asked for.
    """
    by_reason: dict[str, list[Any]] = {}
    for feature, fault in found.refused:
        by_reason.setdefault(_why(fault), []).append(feature)
    also = [one for one in found.changed if aside and aside.is_so(one)]
    apart = {one.pk for one in also}
    plain = [one for one in found.changed if one.pk not in apart]
    named = [*plain[:SHOWN], *also[:SHOWN], *(one for ones in by_reason.values() for one in ones[:SHOWN])]
    model = type(named[0]) if named else None
    shown = kind.shown(model._default_manager.filter(pk__in=[one.pk for one in named])) if model else ()
    rows = {row.pk: row for row in shown}
    for row in rows.values():
        row.detail_url = kind.address_of_code.replace("{code}", row.code)

    def group(why: str, features: list[Any]) -> Group:
        shown = [rows[one.pk] for one in features[:SHOWN] if one.pk in rows]
        rest = [(one.code, kind.address_of_code.replace("{code}", one.code)) for one in features[SHOWN:]]
        return Group(why, len(features), shown, rest)

    refused = [group(why, features) for why, features in by_reason.items()]
    left = [feature for feature, fault in found.refused if aside and isinstance(fault, aside.fault)]
    return {
        "changed_count": len(found.changed),
        "changed": group("", plain),
        "also": group(str(aside.heading), also) if aside and also else None,
        "aside": {"name": aside.name, "label": aside.label, "is_on": bool(also)} if aside and (also or left) else None,
        "refused": sorted(refused, key=lambda one: -one.count),
        "refused_count": len(found.refused),
    }


def _filled(form: MoveForm) -> list[tuple[str, str]]:
    """Return what was filled in, in words."""
    words = []
    for bound in form.visible_fields():
        value = str(form.cleaned_data.get(bound.name) or "") if form.is_bound else ""
        choices = dict(flatten_choices(getattr(bound.field, "choices", ())))
        if value:
            words.append((str(bound.label), str(choices.get(value, value))))
    return words


def _made(found: Together[Any], kind: WorkKind) -> dict[str, Any]:
    context: dict[str, Any] = {"made": True, "form": None, **_told(found, kind)}
    if found.changed:
        context |= {"undo_url": reverse("desk:bulk_undo", args=[kind.name, found.batch]), "seconds": SHOWN_S}
    return context
