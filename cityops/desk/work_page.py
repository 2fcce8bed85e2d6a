"""What the work map shows around its list: totals, queues, tree, the filter in words and controls, and the map."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from cityops.accounts.models import User
from cityops.agencies.models import Agency, Category, CategoryKind
from cityops.areas.map_config import base_map_config
from cityops.areas.models import Area
from cityops.desk.area_tree import area_nodes
from cityops.desk.chips import Names, age_presets, chips_of
from cityops.desk.queues import queue_links, sees_all_agencies
from cityops.desk.work_filter import address, meant_by, with_values
from cityops.reports.layers import STAFF
from cityops.reports.workflow import OPEN_STATES, ReportState
from layers.counts import counts
from layers.filters import Filter


def controls_of(user: User, asked: Filter) -> dict[str, Any]:
    """Return what depends on the filter; the same number of statements for any."""
    meant = meant_by(asked)
    total = counts(STAFF, user, meant)
    everywhere = counts(STAFF, user, meant.without("area", "bbox")) if {"area", "bbox"} & set(meant.values) else total
    categories = list(Category.objects.select_related("parent"))
    agencies = dict(Agency.objects.order_by("short_name").values_list("pk", "short_name"))
    areas = dict(Area.objects.values_list("pk", "name"))
    names = Names(areas, {one.pk: one.label for one in categories}, agencies)
    chips = chips_of(asked, names)
    return {
        "asked": asked,
        "meant": meant,
        "counts": total,
        "city_count": everywhere.total,
        "city_url": address(with_values(asked, area=(), bbox=())),
        "queues": queue_links(user, asked),
        "nodes": area_nodes(user, asked, everywhere.by_area),
        "chips": chips,
        "clear_url": address(Filter()),
        "any_status_url": address(with_values(asked, status=tuple(sorted(ReportState.values)))),
        "presets": age_presets(asked),
        "choices": {
            "kind": _options(CategoryKind.choices, asked, "kind"),
            "open": _options([one for one in ReportState.choices if one[0] in OPEN_STATES], asked, "status"),
            "ended": _options([one for one in ReportState.choices if one[0] not in OPEN_STATES], asked, "status"),
            "category": _categories(categories, asked),
            "agency": _options(agencies.items(), asked, "agency") if sees_all_agencies(user) else (),
        },
    }


def _options(choices: Iterable[tuple[Any, Any]], asked: Filter, name: str) -> list[dict[str, Any]]:
    chosen = asked.values.get(name, ())
    return [{"value": value, "label": label, "is_chosen": value in chosen} for value, label in choices]


def _categories(categories: list[Category], asked: Filter) -> list[dict[str, Any]]:
    """Return the category tree as groups of options; a group is no choice, reports lie in its leaves."""
    leaves: dict[str, list[Category]] = {}
    for one in categories:
        if one.parent_id:
            leaves.setdefault(one.parent_id, []).append(one)
    return [
        {
            "label": one.label,
            "options": _options([(leaf.pk, leaf.label) for leaf in leaves.get(one.pk, [one])], asked, "category"),
        }
        for one in categories
        if not one.parent_id
    ]


def map_config() -> dict[str, Any]:
    """Return the configuration of the page's map (see `static/js/map/create.js`)."""
    tiles = reverse("layers:tiles", kwargs={"name": STAFF.name, "z": 0, "x": 0, "y": 0})
    return base_map_config() | {
        "tilesUrl": tiles.replace("0/0/0", "{z}/{x}/{y}"),
        "reportUrl": reverse("reports:staff_detail", args=["CODE"]).replace("CODE", "{code}"),
        "categories": {one.code: {"name": one.label, "icon": one.icon} for one in Category.objects.all()},
        "statuses": {value: str(label) for value, label in ReportState.choices},
    }
