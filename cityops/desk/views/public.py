"""The public map: useful before any sign-in."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cityops.agencies.models import Category, CategoryKind
from cityops.agencies.queries import all_categories
from cityops.areas.map_config import base_map_config
from cityops.areas.queries import parts_of_city
from cityops.desk.saved_views_policy import KIND as SAVED_VIEWS
from cityops.policy.decide import allowed_anywhere
from cityops.reports.layers import PUBLIC
from cityops.reports.queries import reports_public, with_what_is_shown
from cityops.reports.workflow import ReportState
from cityops.web.links import address_of_code
from layers import filters
from layers.catalogue import catalogue
from layers.other_filters import main_part

SHOWN_AT_ONE_PLACE = 30


@require_safe
def public_map(request: HttpRequest) -> HttpResponse:
    """Show the whole city, or the view that the address names."""
    # A filter that does not exist is refused here, not by silent tiles.
    filters.parse(main_part(request.GET, AnonymousUser()), PUBLIC.filters)
    categories = [category for category in all_categories() if category.is_public]
    kinds = [
        {"value": value, "label": label, "categories": [one for one in categories if one.kind == value]}
        for value, label in CategoryKind.choices
    ]
    config = map_config(categories)
    context = {
        "map_config": config,
        "has_times": any("timesUrl" in one for group in config["catalogue"]["groups"] for one in group["layers"]),
        "may_save_view": allowed_anywhere(request.user, SAVED_VIEWS, "save"),
        "kinds": kinds,
        "states": ReportState.choices,
        "periods": periods(),
        "areas": parts_of_city(),
    }
    return render(request, "desk/public_map.html", context)


@require_safe
def report_card(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a stranger may know of one report, for the map's sheet."""
    report = get_object_or_404(with_what_is_shown(reports_public(request.user)), code=code)
    photo = report.photos.first() if report.words_are_public else None
    photo_url = reverse("reports:photo", args=[report.code, photo.pk]) if photo else ""
    return render(request, "desk/report_card.html#card", {"report": report, "photo_url": photo_url})


@require_safe
def reports_here(request: HttpRequest) -> HttpResponse:
    """Show the reports of a filter (with its bbox), for a cluster that no zoom takes apart."""
    asked = filters.parse(request.GET, PUBLIC.filters)
    found = with_what_is_shown(reports_public(request.user)).filter(asked.condition(PUBLIC.filters))
    shown = list(found.order_by("-created_at")[: SHOWN_AT_ONE_PLACE + 1])
    list_url = f"{reverse('reports:list')}?{asked.query}" if len(shown) > SHOWN_AT_ONE_PLACE else ""
    return render(
        request, "desk/report_card.html#several", {"reports": shown[:SHOWN_AT_ONE_PLACE], "list_url": list_url}
    )


def periods() -> list[dict[str, str]]:
    """Return the spans of time that a resident may choose, each as its first day."""
    today = timezone.localdate()
    return [
        {"from": "", "label": _("At any time")},
        {"from": (today - timedelta(days=7)).isoformat(), "label": _("In the last 7 days")},
        {"from": (today - timedelta(days=30)).isoformat(), "label": _("In the last 30 days")},
        {"from": (today - timedelta(days=90)).isoformat(), "label": _("In the last 3 months")},
    ]


def map_config(categories: list[Category]) -> dict[str, Any]:
    """Return the configuration of the public map's module (see `static/js/map/create.js`)."""
    return base_map_config() | {
        "searchUrl": reverse("desk:search"),
        "catalogue": {"groups": catalogue(AnonymousUser())},
        "reportUrl": address_of_code("reports:detail"),
        "cardUrl": address_of_code("desk:report_card"),
        "hereUrl": reverse("desk:reports_here"),
        "listUrl": reverse("reports:list"),
        "categories": {one.code: {"name": one.label, "icon": one.icon} for one in categories},
    }
