"""Days on which the city differs from the national calendar: set, changed, removed. Running clocks keep their dates."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.administration.changes import difference, must_be_seen, record_change
from cityops.administration.models import Thing
from cityops.administration.policy import must_be_allowed
from cityops.administration.reference import reference_days
from cityops.agencies.models import Holiday
from cityops.errors import CityError, NotFound
from cityops.features.turns import take_turn


class DayTaken(CityError):
    """The city has said something of that day already."""

    code, status = "day_taken", 409
    text = _("This day is in the list already (%(name)s). Change it there.")


@transaction.atomic
def add_holiday(*, actor: User, day: date, name: str, is_working: bool, source: str) -> Holiday:
    """Close the city's offices on a day, or open them although the calendar says closed. Raises NotFound, DayTaken."""
    must_be_allowed(actor, "holidays")
    take_turn("days off", day)
    there = Holiday.objects.filter(pk=day).first()
    if there is not None and not there.is_removed:
        raise DayTaken(name=there.name)
    given = {"name": name, "is_working": is_working, "source": source}
    Holiday.objects.update_or_create(date=day, defaults={**given, "is_edited": True, "is_removed": False})
    changed = {column: [None, value] for column, value in given.items()}
    record_change(Thing.HOLIDAY, day, "add", actor=actor, changed=changed)
    return Holiday.objects.get(pk=day)


@transaction.atomic
def change_holiday(*, actor: User, day: date, name: str, is_working: bool, source: str, seen: int) -> Holiday:
    """Say otherwise what a day of the city's own is. Raises NotFound, ChangedMeanwhile."""
    holiday = _locked(actor, day, seen)
    changed = difference(holiday, {"name": name, "is_working": is_working, "source": source})
    if changed:
        holiday.name, holiday.is_working, holiday.source, holiday.is_edited = name, is_working, source, True
        holiday.save()
        record_change(Thing.HOLIDAY, day, "change", actor=actor, changed=changed)
    return holiday


@transaction.atomic
def remove_holiday(*, actor: User, day: date, seen: int) -> None:
    """Let the calendar decide again on that day. The row stays, so that reference data does not bring it back.

    Raises NotFound, ChangedMeanwhile.
    """
    holiday = _locked(actor, day, seen)
    holiday.is_removed = holiday.is_edited = True
    holiday.save(update_fields=["is_removed", "is_edited"])
    record_change(Thing.HOLIDAY, day, "remove", actor=actor, called=holiday.name)


@transaction.atomic
def restore_holiday(*, actor: User, day: date, seen: int) -> Holiday:
    """Give a day what the reference data says of it. Raises NotFound, ChangedMeanwhile."""
    must_be_allowed(actor, "holidays")
    holiday = Holiday.objects.select_for_update().filter(pk=day, is_edited=True).first()
    theirs = reference_days().get(day.isoformat())
    if holiday is None or theirs is None:
        raise NotFound
    must_be_seen(Thing.HOLIDAY, day, seen, actor)
    given = {"name": theirs.name, "is_working": theirs.is_working, "source": theirs.source}
    changed = difference(holiday, given)
    Holiday.objects.filter(pk=day).update(**given, is_edited=False, is_removed=False)
    record_change(Thing.HOLIDAY, day, "restore", actor=actor, changed=changed)
    return Holiday.objects.get(pk=day)


def _locked(actor: User, day: date, seen: int) -> Holiday:
    must_be_allowed(actor, "holidays")
    holiday = Holiday.objects.select_for_update().filter(pk=day, is_removed=False).first()
    if holiday is None:
        raise NotFound
    must_be_seen(Thing.HOLIDAY, day, seen, actor)
    return holiday
