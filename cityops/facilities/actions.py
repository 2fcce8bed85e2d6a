"""Writing facilities: made, changed, moved, closed for good. Nothing is deleted."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.agencies.models import Agency
from cityops.areas.city import this_city
from cityops.areas.places import OutsideCity
from cityops.areas.queries import area_at
from cityops.errors import CityError, NotFound
from cityops.facilities.hours import Opening
from cityops.facilities.models import Facility, FacilityHours
from cityops.facilities.policy import KIND
from cityops.features.codes import make_code
from cityops.features.history import history_of, record
from cityops.policy.decide import check

SAME_PLACE_DEG = 0.000001  # 11 cm: what a form rounds to


class StaleFacility(CityError):
    """Someone else changed the facility since the actor looked at it."""

    code, status = "stale_facility", 409
    text = _("%(who)s changed this facility in the meantime. What you typed is kept: look, then save again.")


class FacilityClosed(CityError):
    """A facility that is closed for good was to be changed."""

    code, status = "facility_closed", 409
    text = _("This facility is closed for good. Open it again first.")


@dataclass(frozen=True)
class Details:
    """What is said of a facility; its place is another matter."""

    kind: str
    name: str
    agency: Agency | None = None
    address: str = ""
    phone: str = ""
    hours_note: str = ""
    closes_on_holidays: bool = True
    openings: tuple[Opening, ...] = field(default=())

    def columns(self) -> dict[str, Any]:
        """Return the columns of the facility's own row."""
        return {
            "kind": self.kind,
            "name": self.name.strip(),
            "agency_id": self.agency.pk if self.agency else None,
            "address": self.address.strip(),
            "phone": self.phone.strip(),
            "hours_note": self.hours_note.strip(),
            "closes_on_holidays": self.closes_on_holidays,
        }


@transaction.atomic
def add_facility(
    *, actor: User, place: Point, details: Details, key: UUID | None = None, is_guess: bool = False
) -> Facility:
    """Put a facility on the map (EPSG:4326). A second call with the same key returns the first one's.

    is_guess: the place is an estimate, and the map says so. Raises NotAllowed, OutsideCity.
    """
    area = area_at(place)
    if area is None:
        raise OutsideCity
    facility = Facility(
        code=make_code(this_city().public_code_prefix),
        geom=place,
        submission_key=key,
        is_plausible=is_guess,
        **details.columns(),
    )
    facility.area = area
    check(actor, KIND, "add", facility)
    try:
        with transaction.atomic():
            facility.save()
    except IntegrityError:
        first = Facility.objects.filter(submission_key=key).first() if key else None
        if first is None:
            raise
        return first
    _locate(facility)
    _write_hours(facility, details.openings)
    record(facility, "add", actor=actor, is_public=True, area=facility.area_id, agency=facility.agency_id)
    return facility


@transaction.atomic
def change_facility(
    *, actor: User, facility_id: int, details: Details, place: Point | None = None, is_sure: bool = False, seen: int
) -> Facility:
    """Write what has changed: what is said of it, its place, or both; nothing where nothing has.

    place: EPSG:4326. is_sure: the place, the old one too, is no guess. seen: the version the actor was looking at.
    Raises NotFound, NotAllowed, StaleFacility, FacilityClosed, OutsideCity.
    """
    facility = _locked(facility_id, seen, actor)
    if facility.closed_at:
        raise FacilityClosed
    changed = _changed_columns(facility, details)
    is_moved = place is not None and not place.equals_exact(facility.geom, SAME_PLACE_DEG)
    is_surer = is_sure and facility.is_plausible
    if not (changed or is_moved or is_surer):
        return facility
    facility.version += 1
    if is_moved or is_surer:
        _move(facility, actor, place if is_moved else None)
    if changed:
        check(actor, KIND, "change", facility)
        for name, value in details.columns().items():
            setattr(facility, name, value)
        check(
            actor, KIND, "change", facility
        )  # nobody takes a facility from, or hands it to, an agency that is not theirs
        facility.save(update_fields=[*details.columns(), "version", "updated_at"])
        _write_hours(facility, details.openings)
        record(facility, "change", actor=actor, is_public=True, fields=changed, agency=facility.agency_id)
    return facility


@transaction.atomic
def move_facility(*, actor: User, facility_id: int, place: Point, seen: int) -> Facility:
    """Set the place (EPSG:4326); from now on it is no guess. Raises what `change_facility` raises."""
    facility = _locked(facility_id, seen, actor)
    if facility.closed_at:
        raise FacilityClosed
    facility.version += 1
    _move(facility, actor, place)
    return facility


@transaction.atomic
def retire_facility(*, actor: User, facility_id: int, reason: str, seen: int) -> Facility:
    """Close a facility for good: it leaves the map, its page says why. Raises NotFound, NotAllowed, StaleFacility."""
    facility = _locked(facility_id, seen, actor)
    check(actor, KIND, "retire", facility)
    if facility.closed_at:
        raise FacilityClosed
    _set_closed(facility, at=timezone.now(), reason=reason.strip()[:300])
    record(facility, "retire", actor=actor, is_public=True)
    return facility


@transaction.atomic
def reopen_facility(*, actor: User, facility_id: int, seen: int) -> Facility:
    """Undo closing. Raises NotFound, NotAllowed, StaleFacility."""
    facility = _locked(facility_id, seen, actor)
    check(actor, KIND, "retire", facility)
    if facility.closed_at:
        _set_closed(facility, at=None, reason="")
        record(facility, "reopen", actor=actor, is_public=True)
    return facility


def _locked(facility_id: int, seen: int, actor: User) -> Facility:
    facility = Facility.objects.select_for_update(of=("self",)).filter(pk=facility_id).first()
    if facility is None:
        raise NotFound
    if seen != facility.version:
        last = history_of(facility).select_related("actor").last()
        who = last.actor.get_full_name() if last and last.actor else _("Somebody")
        if last and last.actor_id == actor.pk:
            who = _("You yourself, in another window,")
        raise StaleFacility(who=who, version=facility.version)
    return facility


def _changed_columns(facility: Facility, details: Details) -> list[str]:
    changed = [name for name, value in details.columns().items() if getattr(facility, name) != value]
    before = {(one.weekday, one.opens, one.closes) for one in facility.openings.all()}
    if before != {(one.weekday, one.opens, one.closes) for one in details.openings}:
        changed.append("openings")
    return changed


def _move(facility: Facility, actor: User, place: Point | None) -> None:
    """Write the place; the actor must be allowed where it was and where it comes to. place None: it was right."""
    check(actor, KIND, "move", facility)
    before = [round(facility.geom.x, 6), round(facility.geom.y, 6)]
    facility.is_plausible = False
    if place is None:
        facility.save(update_fields=["is_plausible", "version", "updated_at"])
    else:
        facility.geom = place
        facility.save(update_fields=["geom", "is_plausible", "version", "updated_at"])
        _locate(facility)
        check(actor, KIND, "move", facility)
    record(facility, "move", actor=actor, is_public=True, before=before, area=facility.area_id)


def _locate(facility: Facility) -> None:
    """Read what the database made of the place. Raises OutsideCity."""
    facility.refresh_from_db(fields=["area", "public_geom", "lost_area"])
    if facility.area_id is None or facility.lost_area:  # a row that was inside keeps its area, and is marked
        raise OutsideCity


def _write_hours(facility: Facility, openings: Iterable[Opening]) -> None:
    facility.openings.all().delete()
    FacilityHours.objects.bulk_create(
        FacilityHours(facility=facility, weekday=one.weekday, opens=one.opens, closes=one.closes) for one in openings
    )


def _set_closed(facility: Facility, *, at: Any, reason: str) -> None:
    facility.closed_at, facility.closed_reason, facility.is_public = at, reason, at is None
    facility.version += 1
    facility.save(update_fields=["closed_at", "closed_reason", "is_public", "version", "updated_at"])
