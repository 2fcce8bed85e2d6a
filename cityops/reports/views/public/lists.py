"""`/laporan/`: the public map as a list, and the reports of this phone."""

from typing import cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from cityops.agencies.models import CategoryKind
from cityops.agencies.queries import all_categories
from cityops.areas.queries import parts_of_city
from cityops.reports.layers import PUBLIC
from cityops.reports.models import Report
from cityops.reports.queries import reports_public, rows_shown
from cityops.reports.secrets import codes_on_this_phone, followed_on_this_phone
from cityops.reports.workflow import ReportState
from layers.counts import counts
from layers.filters import parse
from layers.finding import rows_to_list

A_PAGE = 50


@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """List what the public map shows under the same filter, newest first, with the same totals."""
    asked = parse(request.GET, PUBLIC.filters)
    totals = counts(PUBLIC, request.user, asked, with_late=True)
    found = rows_to_list(PUBLIC, request.user, asked, totals.total).order_by("-created_at", "-id")
    page = _CountedPaginator(found, A_PAGE, count=totals.total).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "reports": rows_shown(cast(QuerySet[Report], page.object_list)),
        "total": totals.total,
        "late_count": totals.late,
        "asked": asked,
        "chosen": {name: list(values) for name, values in asked.values.items()},
        "kinds": CategoryKind.choices,
        "states": ReportState.choices,
        "categories": [category for category in all_categories() if category.parent_id],
        "areas": parts_of_city(),
    }
    response = render(request, "reports/list.html", context)
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List the reports that were sent from, or opened by their secret on, this browser, and those that it follows."""
    own, followed = codes_on_this_phone(request), followed_on_this_phone(request)
    context = {
        "reports": _in_order_of(own, Report.objects.all()),
        "followed": _in_order_of([code for code in followed if code not in own], reports_public()),
    }
    response = render(request, "reports/mine.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _in_order_of(codes: list[str], reports: QuerySet[Report]) -> list[Report]:
    found = rows_shown(reports.filter(code__in=codes))
    return sorted(found, key=lambda report: codes.index(report.code))


class _CountedPaginator(Paginator):  # type: ignore[type-arg]
    """Pages of a set whose size is known already."""

    def __init__(self, rows: QuerySet[Report], per_page: int, *, count: int) -> None:
        super().__init__(rows, per_page)
        self.known = count

    @property
    def count(self) -> int:
        """The number that the map counts as well."""
        return self.known
