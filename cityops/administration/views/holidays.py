"""Days off: the national calendar and the city's own days, year by year."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import holidays as national
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cityops.administration.actions import holidays as actions
from cityops.administration.changes import seen_of
from cityops.administration.forms.holidays import HolidayForm
from cityops.administration.models import Thing
from cityops.administration.policy import must_be_allowed
from cityops.administration.reference import reference_days
from cityops.administration.views.page import refused, seen_in, show, story_for, user_of
from cityops.agencies.models import Holiday
from cityops.agencies.staff import staff_only
from cityops.errors import NotFound

YEARS = range(2020, 2100)  # what an address may ask for


@dataclass(frozen=True)
class Day:
    """One day of the list. own: what the city says of it; national: what the calendar calls it; both may be there."""

    date: date
    national: str
    is_joint: bool
    own: Holiday | None

    @property
    def is_closed(self) -> bool:
        """Whether the offices are closed on it."""
        return not self.own.is_working if self.own and not self.own.is_removed else bool(self.national)


def days_of(year: int) -> list[Day]:
    """Return the days of a year that are not as their weekday says."""
    language = "en_US" if (get_language() or "id").startswith("en") else "id"
    public = national.country_holidays("ID", years=year, categories=("public",), language=language)
    joint = national.country_holidays("ID", years=year, categories=("government",), language=language)
    own = {one.date: one for one in Holiday.objects.filter(date__year=year)}
    shown = {day for day, one in own.items() if not one.is_removed or day.isoformat() in reference_days()}
    return [
        Day(day, str(public.get(day) or joint.get(day) or ""), day not in public and day in joint, own.get(day))
        for day in sorted({*public, *joint, *shown})
    ]


@require_safe
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """List the days of a year."""
    must_be_allowed(user_of(request), "holidays")
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked.isdecimal() and int(asked) in YEARS else timezone.localdate().year
    days = days_of(year)
    context = {
        "year": year,
        "days": days,
        "before": year - 1 if year - 1 in YEARS else None,
        "after": year + 1 if year + 1 in YEARS else None,
        "has_joint": any(day.is_joint for day in days),
        "has_own": any(day.own for day in days),
    }
    return show(request, "holidays.html", context, section="holidays")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a day of the city's own, then add it."""
    must_be_allowed(user_of(request), "holidays")
    form = HolidayForm(request.POST if request.method == "POST" else None, initial={"day": request.GET.get("hari")})
    if request.method != "POST":
        return show(request, "holiday.html", {"form": form}, section="holidays")
    if not form.is_valid():
        return show(request, "holiday.html", {"form": form}, section="holidays", status=422)
    given = form.cleaned_data
    try:
        actions.add_holiday(actor=user_of(request), **given)
    except actions.DayTaken as fault:
        form.add_error("day", str(fault))
        return show(request, "holiday.html", {"form": form}, section="holidays", status=fault.status)
    messages.success(request, _("Added. Clocks that start from now on know of it."))
    return redirect(f"{_list_of(given['day'])}")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def holiday(request: HttpRequest, day: str) -> HttpResponse:
    """Show a day of the city's own, or change it."""
    must_be_allowed(user_of(request), "holidays")
    found = _holiday(day)
    if request.method != "POST":
        return _page(request, found)
    form = HolidayForm(request.POST, holiday=found)
    if not form.is_valid():
        return _page(request, found, form=form, seen=request.POST.get("seen"), status=422)
    given, seen = form.cleaned_data, seen_in(request)
    if fault := refused(lambda: actions.change_holiday(actor=user_of(request), day=found.date, seen=seen, **given)):
        return _page(request, _holiday(day), form=form, fault=fault)
    messages.success(request, _("Saved."))
    return redirect(_list_of(found.date))


@staff_only
@require_POST
def remove(request: HttpRequest, day: str) -> HttpResponse:
    """Let the calendar decide again."""
    must_be_allowed(user_of(request), "holidays")
    found, seen = _holiday(day), seen_in(request)
    if fault := refused(lambda: actions.remove_holiday(actor=user_of(request), day=found.date, seen=seen)):
        return _page(request, _holiday(day), fault=fault)
    messages.success(request, _("Removed: the calendar decides on that day."))
    return redirect(_list_of(found.date))


@staff_only
@require_POST
def restore(request: HttpRequest, day: str) -> HttpResponse:
    """Take back what the reference data says of a day."""
    must_be_allowed(user_of(request), "holidays")
    found, seen = _holiday(day), seen_in(request)
    if fault := refused(lambda: actions.restore_holiday(actor=user_of(request), day=found.date, seen=seen)):
        return _page(request, _holiday(day), fault=fault)
    messages.success(request, _("The value of the reference data counts again."))
    return redirect("administration:holiday", day)


def _holiday(day: str) -> Holiday:
    try:
        found = Holiday.objects.filter(pk=date.fromisoformat(day)).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound
    return found


def _page(request: HttpRequest, found: Holiday, *, status: int = 200, **given: Any) -> HttpResponse:
    context = {
        "holiday": found,
        "form": HolidayForm(holiday=found),
        "seen": seen_of(Thing.HOLIDAY, found.pk),
        "story": story_for(Thing.HOLIDAY, found.pk),
        "theirs": reference_days().get(found.date.isoformat()) if found.is_edited else None,
    }
    return show(request, "holiday.html", context, given=given, section="holidays", status=status)


def _list_of(day: date) -> str:
    return f"{reverse('administration:holidays')}?tahun={day.year}"
