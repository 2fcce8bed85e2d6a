"""Rows of a file as farm plots, registered in their farmers' names by the action that a helper uses."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.gis.geos import Polygon
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.errors import CityError
from cityops.farming.actions.overlaps import OverlapNotConfirmed
from cityops.farming.actions.send import Farmer, send_plot
from cityops.farming.commodities import Commodity
from cityops.farming.policy import KIND
from cityops.farming.queries import plots_sent_under
from cityops.farming.seasons import season_label
from cityops.features.imports import (
    Choice,
    Faults,
    Field,
    NoValue,
    Outcome,
    Row,
    Target,
    What,
    register_target,
)
from cityops.policy.decide import check


class NotOneShape(CityError):
    """A row that is no single area."""

    code, status = "not_one_shape", 422
    text = _("A plot is one area without holes; this row has %(what)s. Give each part a row of its own.")


class Overlaps(CityError):
    """An overlap, which a file cannot confirm."""

    code, status = "overlaps", 422
    text = _(
        "This plot overlaps land that is registered already. If it is right all the same, draw it on the map by hand."
    )


class TooLongWords(CityError):
    """More than the form takes."""

    code, status = "too_long_words", 422
    text = _("“%(field)s” has more than %(most)s characters. Shorten it.")


def _commodities() -> Sequence[Choice]:
    return Commodity.choices


def _seasons() -> Sequence[Choice]:
    year = timezone.localdate().year
    seasons = [f"{one}-{part}" for one in range(year + 1, year - 3, -1) for part in (3, 2, 1)]
    return [(season, season_label(season)) for season in seasons]


CROP = Field(
    "commodity",
    _("Crop"),
    is_required=True,
    choices=_commodities,
    other=Commodity.LAIN,
    words=("komoditas", "tanaman", "commodity", "crop", "jenistanaman"),
)
SEASON = Field(
    "season",
    _("Planting season"),
    is_required=True,
    choices=_seasons,
    words=("musim", "musimtanam", "season"),
    keeps_meanings=False,  # "Musim hujan" is another one each year
)
FARMER = Field(
    "farmer", _("Name of the farmer"), is_required=True, words=("petani", "namapetani", "pemilik", "farmer", "nama")
)
CONSENT = Field(
    "consent",
    _("How the farmers agreed"),
    is_required=True,
    help=_("Such as: signed list of the farmer group, 12 May. Without consent nobody's plot is registered."),
    words=("persetujuan", "consent"),
)
FIELDS = (
    CROP,
    SEASON,
    FARMER,
    CONSENT,
    Field("phone", _("Telephone of the farmer"), words=("telepon", "hp", "phone", "nohp")),
    Field("group", _("Farmer group"), words=("kelompok", "kelompoktani", "poktan", "group")),
    Field(
        "number",
        _("Number of the plot in the file"),
        words=("idlahan", "nomorlahan", "kodelahan", "nop"),
        help=_("By it a second import knows which plots are there already; no running number of each list."),
        for_all=False,
    ),
)


class PlotsRun:
    """Registers plots."""

    def __init__(self, actor: User) -> None:
        self.actor = actor
        self.crops, self.seasons = CROP.lookup(), SEASON.lookup()

    def take(self, rows: Sequence[Row]) -> Iterable[Outcome]:
        """Register one after the other: a plot may overlap the one before it."""
        before = plots_sent_under([row.key for row in rows])
        return [Outcome(row, What.SAME, code=before[row.key]) if row.key in before else self._one(row) for row in rows]

    def _one(self, row: Row) -> Outcome:
        faults = Faults()
        name, consent = faults.of(_words, row, FARMER, 120), faults.of(_words, row, CONSENT, 300)
        crop = faults.of(self.crops.find, row.values.get("commodity", ""))
        season = faults.of(self.seasons.find, row.values.get("season", ""))
        ring = faults.of(_ring, row)
        if name is None or consent is None or crop is None or season is None or ring is None:
            return faults.refused(row)
        farmer = Farmer(name, row.values.get("phone", "")[:30], row.values.get("group", "")[:120], consent)
        try:
            with transaction.atomic():
                sent = send_plot(key=row.key, ring=ring, commodity=crop, season=season, farmer=farmer, actor=self.actor)
                check(self.actor, KIND, "import", sent.plot)
        except OverlapNotConfirmed:
            return Outcome(row, What.REFUSED, Overlaps())
        except CityError as fault:
            return Outcome(row, What.REFUSED, fault)
        return Outcome(row, What.MADE if sent.is_new else What.SAME, code=sent.plot.code)


def _words(row: Row, about: Field, most: int) -> str:
    words = row.values.get(about.name, "")
    if not words:
        raise NoValue(field=about.label)
    if len(words) > most:
        raise TooLongWords(field=about.label, most=most)
    return words


def _ring(row: Row) -> Sequence[Any]:
    shape = row.geom
    if not isinstance(shape, Polygon):
        raise NotOneShape(what=_("several parts") if shape is not None else _("no area"))
    if len(shape) > 1:
        raise NotOneShape(what=_("a hole"))
    ring: Sequence[Any] = shape.exterior_ring.coords
    return ring


def register_targets() -> None:
    """Offer farm plots."""
    register_target(
        Target(
            name="plots",
            label=_("Farm plots"),
            icon="sprout",
            kind=KIND,
            verb="import",
            about=_(
                "Outlines of plots, registered in the farmers' names. Each is checked as if it was drawn by hand: in "
                "the city, of a plot's size, over no other. They then wait to be verified."
            ),
            fields=FIELDS,
            begin=PlotsRun,
            shape="polygon",
            order=30,
            page="farming:staff_detail",
            listing="desk:work_map?of=plots",
        )
    )
