"""Rows of a file as facilities: new ones are added, those that are there already are changed, by their actions."""

from collections.abc import Iterable, Sequence
from datetime import time

from django.contrib.gis.geos import Point
from django.db import connection
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.agencies.models import Agency
from cityops.areas.matching import Gazetteer, Meant, Said
from cityops.areas.places import OutsideCity
from cityops.areas.siting import Sited, placed_by
from cityops.errors import CityError, NotAllowed
from cityops.facilities.actions import Details, add_facility, change_facility
from cityops.facilities.hours import Opening
from cityops.facilities.models import Facility, FacilityKind
from cityops.facilities.policy import KIND
from cityops.features.imports import (
    Choice,
    Faults,
    Field,
    NoValue,
    Outcome,
    Row,
    Target,
    What,
    made,
    register_target,
)
from cityops.policy.decide import allowed

SAME_WITHIN_M = 50
KIND_WORDS = {
    FacilityKind.PUSKESMAS: ("puskesmas", "pustu", "klinik", "kesehatan", "health centre", "clinic"),
    FacilityKind.SCHOOL: ("sekolah", "school", "sd", "smp", "sma", "smk", "mi", "mts", "ma", "tk", "paud"),
    FacilityKind.MARKET: ("pasar", "market"),
    FacilityKind.KIOSK: ("kios", "kios pupuk", "kiosk"),
    FacilityKind.OFFICE: ("kantor", "office"),
    FacilityKind.VILLAGE_OFFICE: ("kantor desa", "kantor kelurahan", "balai desa", "village office"),
}


class NameTooLong(CityError):
    """More than a sign has room for."""

    code, status = "name_too_long", 422
    text = _("The name has more than %(most)s characters. Shorten it.")


class NoClock(CityError):
    """Words that are no time of the day."""

    code, status = "no_clock", 422
    text = _("“%(value)s” is no time of the day. Write it like 08:00.")


class OnlyOneTime(CityError):
    """Half a pair of times."""

    code, status = "only_one_time", 422
    text = _("Give both times, when it opens and when it closes, or none.")


class PlaceIsAGuess(CityError):
    """What is told of a row that was made: its place."""

    code, status = "place_is_a_guess", 422
    text = _(
        "Only the desa is known: it stands in the middle of it, marked as an estimate. Move it when you know better."
    )


def _kinds() -> Sequence[Choice]:
    return FacilityKind.choices


def _agencies() -> Sequence[Choice]:
    return [(one.pk, one.short_name) for one in Agency.objects.filter(is_ours=True).order_by("short_name")]


NAME = Field("name", _("Name"), is_required=True, words=("nama", "name", "namasekolah", "namafasilitas", "namobj"))
WHICH = Field(
    "kind",
    _("Kind"),
    is_required=True,
    choices=_kinds,
    names=lambda: [(kind.value, *words) for kind, words in KIND_WORDS.items()],
    words=("jenis", "kind", "tipe", "type", "bentukpendidikan", "level", "jenjang", "kategori"),
)
AGENCY = Field(
    "agency",
    _("Agency that runs it"),
    choices=_agencies,
    names=lambda: Agency.objects.filter(is_ours=True).values_list("pk", "short_name", "name"),
    words=("skpd", "opd", "agency", "instansi"),
)
FIELDS = (
    NAME,
    WHICH,
    AGENCY,
    Field("address", _("Address"), words=("alamat", "address", "jalan")),
    Field("phone", _("Telephone"), words=("telepon", "telp", "phone", "hp", "notelp")),
    Field("opens", _("Opens, every day"), words=("buka", "open", "opens", "jambuka")),
    Field("closes", _("Closes, every day"), words=("tutup", "close", "closes", "jamtutup")),
    Field(
        "place",
        _("Place name: desa or address"),
        words=("desa", "kelurahan", "desakelurahan", "namadesa", "desafromname", "desabypoint", "alamat", "address"),
        help=_("Used where a row has no coordinates, and to check those that it has."),
    ),
    Field("within", _("Kecamatan"), words=("kecamatan", "kec", "district")),
    Field(
        "number",
        _("Official number, such as the NPSN"),
        words=("npsn", "nspp", "kodepuskesmas", "kodefaskes", "koderegistrasi"),
        help=_("By it a second import knows which facilities are there already; no running number of each list."),
        for_all=False,
    ),
)


class FacilitiesRun:
    """Adds and changes facilities."""

    def __init__(self, actor: User) -> None:
        self.actor = actor
        self.gazetteer = Gazetteer()
        self.kinds, self.called = WHICH.lookup(), AGENCY.lookup()
        self.agencies = {one.pk: one for one in Agency.objects.filter(is_ours=True)}

    def take(self, rows: Sequence[Row]) -> Iterable[Outcome]:
        """Add or change, one after the other: a row may be the same place as the one before it."""
        said = {
            row.number: Said(row.values.get("place") or row.values.get("address", ""), row.values.get("within", ""))
            for row in rows
            if (row.values.get("place") or row.point is None) and not row.is_settled
        }
        said = {number: one for number, one in said.items() if one.place or one.within}
        meant = dict(zip(said, self.gazetteer.places(said.values()), strict=True))
        return [self._one(row, meant.get(row.number)) for row in rows]

    def _one(self, row: Row, meant: Meant | None) -> Outcome:
        faults = Faults()
        sited = faults.of(placed_by, row, meant, OutsideCity())
        name = faults.of(_name, row)
        kind = faults.of(self.kinds.find, row.values.get("kind", ""))
        agency = faults.of(self._agency, row.values["agency"]) if row.values.get("agency") else None
        openings = faults.of(_openings, row)
        if sited is None or name is None or kind is None or openings is None or faults.found:
            return faults.refused(row)
        written = faults.of(self._write, row, sited, name=name, kind=kind, agency=agency, openings=openings)
        return written or faults.refused(row)

    def _agency(self, typed: str) -> Agency:
        return self.agencies[self.called.find(typed)]

    def _write(
        self, row: Row, sited: Sited, *, name: str, kind: str, agency: Agency | None, openings: tuple[Opening, ...]
    ) -> Outcome:
        there = _there_already(row, name, sited)
        if sited.point is None and there is None:
            return Outcome(row, What.DOUBTFUL, sited.fault, "", sited.candidates, sited.said)
        if there is None:
            details = Details(
                kind=kind,
                name=name,
                agency=agency,
                address=row.values.get("address", "")[:200],
                phone=row.values.get("phone", "")[:40],
                openings=openings,
            )
            added = self._add(row, sited, details)
            return made(row, added.code, PlaceIsAGuess() if sited.is_desa else None, sited.read)
        return self._change(row, sited, there, kind=kind, name=name, agency=agency, openings=openings)

    def _add(self, row: Row, sited: Sited, details: Details) -> Facility:
        assert sited.point is not None
        self._check(details.agency, sited.area)
        return add_facility(actor=self.actor, place=sited.point, details=details, key=row.key, is_guess=sited.is_desa)

    def _change(
        self,
        row: Row,
        sited: Sited,
        there: Facility,
        *,
        kind: str,
        name: str,
        agency: Agency | None,
        openings: tuple[Opening, ...],
    ) -> Outcome:
        """Change what the row says otherwise; what it does not say stays."""
        self._check(there.agency, there.area_id)
        details = Details(
            kind=kind,
            name=name,
            agency=agency or there.agency,
            address=row.values.get("address", "")[:200] or there.address,
            phone=row.values.get("phone", "")[:40] or there.phone,
            hours_note=there.hours_note,
            closes_on_holidays=there.closes_on_holidays,
            openings=openings
            or tuple(
                Opening(one.weekday, one.opens, one.closes) for one in there.openings.order_by("weekday", "opens")
            ),
        )
        before = there.version
        changed = change_facility(
            actor=self.actor,
            facility_id=there.pk,
            details=details,
            place=None if sited.is_desa else sited.point,
            is_sure=sited.point is not None and not sited.is_desa,
            seen=before,
        )
        return Outcome(row, What.SAME if changed.version == before else What.CHANGED, code=there.code)

    def _check(self, agency: Agency | None, area: str | None) -> None:
        about = Facility(agency=agency)
        about.area_id = area
        if not allowed(self.actor, KIND, "import", about):
            raise NotAllowed


def _name(row: Row) -> str:
    name = " ".join(row.values.get("name", "").split())
    if not name:
        raise NoValue(field=NAME.label)
    if len(name) > 120:
        raise NameTooLong(most=120)
    return name


def _openings(row: Row) -> tuple[Opening, ...]:
    opens, closes = _clock(row.values.get("opens", "")), _clock(row.values.get("closes", ""))
    if (opens is None) != (closes is None):
        raise OnlyOneTime
    if opens is None or closes is None:
        return ()
    return tuple(Opening(day, opens, closes) for day in range(7))


def _clock(typed: str) -> time | None:
    if not typed:
        return None
    try:
        return time.fromisoformat(typed.replace(".", ":").zfill(5))
    except ValueError:
        raise NoClock(value=typed[:20]) from None


def _there_already(row: Row, name: str, sited: Sited) -> Facility | None:
    """Return the facility that a row means: by its number, else by its name within 50 m, or in the desa."""
    there = Facility.objects.filter(submission_key=row.key).first()
    if there is not None or sited.point is None:
        return there
    with connection.cursor() as cursor:
        cursor.execute(_SAME, {**_degrees(sited.point), "name": name, "desa": sited.area if sited.is_desa else None,
                               "within": SAME_WITHIN_M})  # fmt: skip
        found = cursor.fetchone()
    return Facility.objects.get(pk=found[0]) if found else None


def _degrees(point: Point) -> dict[str, float]:
    return {"lng": point.x, "lat": point.y}


# Called the same without regard to signs and spaces; by the index of names, so that it costs the same among thousands.
_SAME = """
SELECT f.id FROM facilities_facility AS f, ST_SetSRID(ST_MakePoint(%(lng)s, %(lat)s), 4326) AS place
WHERE f.closed_at IS NULL
    AND replace(areas_plain(f.name), ' ', '') = replace(areas_plain(%(name)s), ' ', '')
    AND (ST_DWithin(f.geom::geography, place::geography, %(within)s) OR f.area_id = %(desa)s)
ORDER BY ST_Distance(f.geom, place), f.id LIMIT 1
"""


def register_targets() -> None:
    """Offer facilities."""
    register_target(
        Target(
            name="facilities",
            label=_("Facilities"),
            icon="school",
            kind=KIND,
            verb="import",
            about=_(
                "Schools, markets, offices and the like. One that is there already, by its number or by its name "
                "within 50 m, is changed and not doubled; what the file does not say of it stays."
            ),
            fields=FIELDS,
            begin=FacilitiesRun,
            place_fields=("place", "address"),
            order=20,
            page="facilities:detail",
            listing="facilities:staff_list",
        )
    )
