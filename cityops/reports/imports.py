"""Rows of a file as reports of long ago: a spreadsheet of old complaints becomes pins with their own dates."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.agencies.models import Category
from cityops.areas.matching import Gazetteer, Meant, Said
from cityops.areas.places import OutsideCity
from cityops.areas.siting import Sited, placed_by, read_otherwise
from cityops.errors import CityError
from cityops.features.dates import day_alone
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
from cityops.reports.actions.send import Contact
from cityops.reports.actions.take_in import (
    EndedBeforeItBegan,
    Old,
    check_category,
    check_day,
    check_old,
    check_text,
    take_in_reports,
    taken_before,
)
from cityops.reports.import_states import STATE, STATES
from cityops.reports.policy import KIND
from cityops.reports.workflow import CLOSED


class BadContact(CityError):
    """An address that no mail reaches."""

    code, status = "bad_contact", 422
    text = _("“%(value)s” is no e-mail address. Correct it, or leave it empty.")


def _categories() -> Sequence[Choice]:
    rows = Category.objects.select_related("parent").filter(is_open=True, children=None)
    return [(one.pk, f"{one.parent.label}: {one.label}" if one.parent else one.label) for one in rows]


def _category_names() -> Iterable[Sequence[str]]:
    """Return those of closed ones, too: a row of such a category is told who is responsible instead."""
    rows = Category.objects.order_by("parent", "sort")
    return [(one.pk, one.name, one.name_en) for one in rows]


TEXT = Field(
    "text",
    _("Text of the report"),
    is_required=True,
    words=(
        *("isi", "isilaporan", "isiaduan", "uraian", "deskripsi", "keluhan", "aduan", "laporan", "pengaduan"),
        *("keterangan", "text", "description", "casetitle", "title", "subject", "judul", "perihal"),
    ),
)  # fmt: skip
CATEGORY = Field(
    "category",
    _("Category"),
    is_required=True,
    choices=_categories,
    names=_category_names,
    other="other-complaint",
    words=("kategori", "category", "jenis", "jeniskejadian", "bidang", "topik", "type", "reason"),
)
DATE = Field(
    "date",
    _("Date of the report"),
    kind="date",
    is_required=True,
    words=("tanggal", "tgl", "tanggallaporan", "waktu", "tanggalkejadian", "date", "opendt", "created", "createdat"),
)
FIELDS = (
    TEXT,
    CATEGORY,
    DATE,
    STATE,
    Field(
        "ended",
        _("Date it ended"),
        kind="date",
        words=("tanggalselesai", "selesai", "tglselesai", "closeddt", "closed", "closedat"),
    ),
    Field(
        "place",
        _("Place name: desa, hamlet or address"),
        help=_("Used where a row has no coordinates, and to check those that it has."),
        words=(
            "desa",
            "kelurahan",
            "desakelurahan",
            "lokasi",
            "tempat",
            "alamat",
            "place",
            "address",
            "neighborhood",
            "name",
        ),
    ),
    Field("within", _("Kecamatan"), words=("kecamatan", "kec", "district")),
    Field(
        "number",
        _("Number of the report in the file"),
        help=_("By it a second import knows which reports are there already; no running number of each list."),
        words=(
            "nomorlaporan",
            "nolaporan",
            "idlaporan",
            "kodelaporan",
            "nomortiket",
            "tiket",
            "caseenquiryid",
            "caseid",
        ),
        for_all=False,
    ),
    # Never guessed: personal data is taken in only where somebody says so.
    Field(
        "contact_name",
        _("Name of the reporter"),
        help=_("Personal data: leave it out unless it is needed."),
        for_all=False,
        is_private=True,
    ),
    Field("contact_phone", _("Telephone of the reporter"), for_all=False, is_private=True),
    Field("contact_email", _("E-mail address of the reporter"), for_all=False, is_private=True),
)


class ReportsRun:
    """Makes reports of rows."""

    def __init__(self, actor: Any) -> None:
        self.actor = actor
        self.gazetteer = Gazetteer()
        self.called, self.states = CATEGORY.lookup(), STATE.lookup()
        self.categories = {one.pk: one for one in Category.objects.select_related("agency", "parent")}

    def take(self, rows: Sequence[Row]) -> Iterable[Outcome]:
        """Read, place, check and write reports."""
        before = taken_before([row.key for row in rows])
        outcomes = [Outcome(row, What.SAME, code=before[row.key]) for row in rows if row.key in before]
        new = [row for row in rows if row.key not in before]
        meant = self._meant(new)
        ready: dict[UUID, tuple[Row, Old]] = {}
        for row in new:
            if row.key in ready:  # the same number twice in a file
                outcomes.append(Outcome(row, What.SAME))
                continue
            faults = Faults()
            found = self._old(row, meant.get(row.number), faults)
            if faults.found or found is None:
                outcomes.append(faults.refused(row))
            elif isinstance(found, Old):
                ready[row.key] = row, found
            else:
                state = self._state(row)
                outcomes.append(Outcome(row, What.DOUBTFUL, found.fault, "", found.candidates, found.said, state=state))
        codes = take_in_reports(actor=self.actor, olds=[old for _row, old in ready.values()])
        for (row, old), code in zip(ready.values(), codes, strict=True):
            mended = EndedBeforeItBegan() if old.ends_before_it_begins else None
            notes = mended, read_otherwise(row, meant.get(row.number))
            outcomes.append(made(row, code, *notes, state=old.state, day=timezone.localdate(old.at).isoformat()))
        return outcomes

    def _meant(self, rows: Sequence[Row]) -> dict[int, Meant]:
        named = [row for row in rows if row.values.get("place") and not row.is_settled]
        said = [Said(row.values["place"], row.values.get("within", "")) for row in named]
        return {row.number: one for row, one in zip(named, self.gazetteer.places(said), strict=True)}

    def _old(self, row: Row, meant: Meant | None, faults: Faults) -> Old | Sited | None:
        """Return the report; or where it may lie, if that is in doubt; None where something stands against it."""
        values, text = row.values, row.values.get("text", "")
        sited = faults.of(placed_by, row, meant, OutsideCity(_OUTSIDE))
        category = faults.of(self._category, values.get("category", ""))
        at = faults.of(_moment, values.get("date", ""))
        if category:
            faults.of(check_category, category)
        if at:
            faults.of(check_day, at)
        faults.of(check_text, text)
        ended_at = faults.of(_moment, values["ended"]) if values.get("ended") else None
        state = faults.of(self._state, row)
        contact = faults.of(_contact, row)
        if sited is None or category is None or at is None or state is None or contact is None:
            return None
        if sited.point is None or sited.area is None:
            return sited
        old = Old(
            key=row.key,
            place=sited.point,
            area=sited.area,
            category=category,
            text=text,
            at=at,
            state=state,
            ended_at=ended_at,
            is_only_desa=sited.is_desa,
            contact=contact,
        )
        faults.of(check_old, self.actor, old)
        return old

    def _state(self, row: Row) -> str:
        return str(self.states.find(row.values.get("state") or CLOSED))

    def _category(self, typed: str) -> Category:
        return self.categories[self.called.find(typed)]


_OUTSIDE = _("The place lies outside the city. Correct the coordinates, or leave the row out.")


def _moment(typed: str) -> datetime:
    """Return when it was, by the city's clock where no zone is written. Raises NoValue, NoMoment.

    A midnight is what spreadsheets write behind a day alone.
    """
    if not typed:
        raise NoValue(field=DATE.label)
    try:
        at = datetime.fromisoformat(typed)
    except ValueError:
        raise NoMoment(value=typed[:40]) from None
    if timezone.is_naive(at):
        return day_alone(at.date()) if at.time() == time() else timezone.make_aware(at)
    return at


class NoMoment(CityError):
    """Words that are no date."""

    code, status = "no_moment", 422
    text = _("“%(value)s” is no date. Write it like 2024-12-31 or 31/12/2024.")


def _contact(row: Row) -> Contact:
    name, phone, email = (row.values.get(f"contact_{what}", "") for what in ("name", "phone", "email"))
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise BadContact(value=email[:60]) from None
    return Contact(name=name[:120], phone=phone[:30], email=email)


def register_targets() -> None:
    """Offer reports."""
    register_target(
        Target(
            name="reports",
            label=_("Reports"),
            icon="message-square",
            kind=KIND,
            verb="import",
            about=_(
                "Reports of long ago with their own dates. Nobody is told of them and nothing is late by them; their "
                "words are seen by the staff only. Name and contact of reporters are left out unless you choose their "
                "columns."
            ),
            fields=FIELDS,
            begin=ReportsRun,
            place_fields=("place",),
            order=10,
            page="reports:staff_detail",
            listing="desk:work_map",
            states=STATES,
            narrowed=("status", "from", "to"),
        )
    )
