"""What the work map shows around its list: totals, queues, tree, the filter in words and controls, and the map."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from cityops.accounts.models import User
from cityops.agencies.queries import all_categories
from cityops.areas.map_config import base_map_config
from cityops.areas.queries import all_areas
from cityops.desk.area_tree import area_nodes
from cityops.desk.chips import age_presets, chips_of
from cityops.desk.filter_parts import parts_of
from cityops.desk.queue_counts import counted
from cityops.desk.queues import queues_by_kind
from cityops.desk.work_filter import Asked
from cityops.features.work import WorkKind, work_kinds
from cityops.features.workflow import Move
from cityops.web.drawn import drawn
from layers.catalogue import catalogue
from layers.counts import Counts

_PLACES = ("area", "bbox")  # what the tree of areas takes the place of; an outline stays


def controls_of(user: User, asked: Asked, total: Counts, marks: Mapping[str, str]) -> dict[str, Any]:
    """Return what depends on the filter, and on how many rows it leaves; the same number of statements for any.

    marks: see `queue_counts.marks_of_work`.
    """
    meant = asked.meant
    anywhere = asked.with_values(**dict.fromkeys(_PLACES, ()))
    everywhere = total if anywhere == asked else counted(user, anywhere, marks)
    parts = parts_of(user, asked)
    presets = tuple(age_presets(asked)) if "from" in asked.layer.filters else ()
    states = tuple(sorted(state.name for state in asked.kind.workflow.states))
    return {
        "kind": asked.kind,
        "meant": meant,
        "counts": total,
        "late_count": total.late,
        "city_count": everywhere.total,
        "city_url": anywhere.url(),
        "kinds": queues_by_kind(user, asked, marks, {meant.query: total, anywhere.meant.query: everywhere}),
        "nodes": area_nodes(user, asked, everywhere.by_area),
        "chips": chips_of(asked, parts, {area.pk: area.name for area in all_areas()}, total=total.total),
        "clear_url": asked.cleared().url(),
        "any_status_url": asked.with_values(status=states).url(),
        "fields": drawn(
            "desk/work_fields.html",
            lambda: {"asked": asked, "kind": asked.kind, "parts": parts, "presets": presets},
            by=(asked.query, parts.drawn, presets),
        ),
        "help_moves": _moves_with_keys(asked.kind),
        "bulk_keys": asked.escaped,
    }


def _moves_with_keys(kind: WorkKind) -> list[Move]:
    """Return the moves of staff that a key stands for; of two with the same key, which undo each other, the first."""
    by_key: dict[str, Move] = {}
    for move in kind.workflow.moves:
        if move.key and not (move.by_reporter or move.by_system):
            by_key.setdefault(move.key, move)
    return list(by_key.values())


def map_config(user: User) -> dict[str, Any]:
    """Return the configuration of the page's map (see `static/js/desk/work-map.js`)."""
    work = {
        kind.name: {
            "layer": kind.layer,
            "itemUrl": kind.address_of_code,
            "timesUrl": reverse("layers:times", args=[kind.layer]),
        }
        for kind in work_kinds(user)
    }
    return base_map_config() | {
        "searchUrl": reverse("desk:search"),
        "work": work,
        "catalogue": {"groups": catalogue(user, has_twins=False)},
        "categories": {one.code: {"name": one.label, "icon": one.icon} for one in all_categories()},
    }
