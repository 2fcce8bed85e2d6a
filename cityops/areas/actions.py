"""Writing areas: facts from the city folder, outlines from a boundary file, and what follows for features."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _
from psycopg import sql

from cityops.areas.models import Area, AreaPopulation, Level
from cityops.errors import CityError
from cityops.features.models import GeoFeature, HistoryEvent
from geodata.boundaries.slivers import SLIVER_WIDTH_M
from geodata.city.entries import AreaEntry, PopulationEntry
from layers import tables


class UnknownDesa(CityError):
    """An outline was given for a desa that is in no kecamatan we know."""

    code, status = "unknown_desa", 422
    text = _("These areas are in no kecamatan that is known here: %(codes)s. Add them to the city's areas.csv first.")


@dataclass(frozen=True, slots=True)
class Outline:
    """One desa or kelurahan of a boundary file; geom in EPSG:4326."""

    code: str
    name: str
    geom: MultiPolygon

    @classmethod
    def from_wkb(cls, code: str, name: str, wkb: bytes) -> "Outline":
        """Make one from WKB in EPSG:4326."""
        geom = GEOSGeometry(memoryview(wkb), srid=4326)
        if isinstance(geom, Polygon):
            geom = MultiPolygon(geom, srid=4326)
        if not isinstance(geom, MultiPolygon):
            raise TypeError(f"{code}: {geom.geom_type} is no outline")
        return cls(code, name, geom)


@dataclass(frozen=True, slots=True)
class Moved:
    """A feature whose desa changed; `after` is None where it now lies in none (it keeps `before` and is marked)."""

    kind: str
    pk: int
    code: str
    before: str | None
    after: str | None


LostHandler = Callable[[AbstractBaseUser | None, Sequence[int]], None]
_lost_handlers: dict[str, LostHandler] = {}


def on_lost(kind: str, handler: LostHandler) -> None:
    """Let an app say what happens to its features (`kind`: model label) that new outlines leave in no area."""
    _lost_handlers[kind] = handler


@transaction.atomic
def upsert_areas(entries: Iterable[AreaEntry]) -> int:
    """Write codes, names and hierarchy; outlines that are there stay. Returns the number of areas."""
    rows = [
        Area(
            code=entry.code,
            name=entry.name,
            kind=entry.kind,
            level=entry.level,
            parent_id=entry.parent or None,
            postal_code=entry.postal_code,
            bps_code=entry.bps_code,
            source=entry.source,
        )
        for entry in sorted(entries, key=lambda entry: entry.code)
    ]
    facts = ["name", "kind", "level", "parent", "postal_code", "bps_code", "updated_at"]
    Area.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=facts)
    return len(rows)


@transaction.atomic
def upsert_population(entries: Iterable[PopulationEntry]) -> int:
    """Write dated population; returns the number of figures."""
    rows = [
        AreaPopulation(
            area_id=entry.area, on=entry.on, residents=entry.residents, source=entry.source, is_official=entry.official
        )
        for entry in entries
    ]
    AreaPopulation.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["area", "on"],
        update_fields=["residents", "source", "is_official"],
    )
    return len(rows)


@transaction.atomic
def replace_areas(
    *,
    actor: AbstractBaseUser | None,
    outlines: Sequence[Outline],
    source: str,
    is_approximate: bool,
    without: Sequence[str] = (),
) -> list[Moved]:
    """Give every desa a new outline, unite those above, and assign all features anew; all or nothing.

    without: desa that lose their outline and keep their row, since features still name them.
    Returns the features that changed. Raises UnknownDesa. actor None: an operator at the console.
    """
    _hold_still()
    known = {area.code: area for area in Area.objects.exclude(level=Level.DESA)}
    if strangers := [outline.code for outline in outlines if outline.code.rpartition(".")[0] not in known]:
        raise UnknownDesa(codes=", ".join(strangers))
    rows = [
        Area(
            code=outline.code,
            name=outline.name,
            kind="kelurahan" if outline.code.rpartition(".")[2].startswith("1") else "desa",
            level=Level.DESA,
            parent_id=outline.code.rpartition(".")[0],
            geom=outline.geom,
            source=source,
            is_approximate=is_approximate,
        )
        for outline in outlines
    ]
    outline_fields = ["geom", "source", "is_approximate", "updated_at"]
    Area.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=outline_fields)
    Area.objects.filter(code__in=without, level=Level.DESA).update(geom=None, is_approximate=False)
    _unite(source, is_approximate)
    return reassign_features(actor=actor)


def _hold_still() -> None:
    """Let no feature be written meanwhile: its trigger would still see the old outlines."""
    with connection.cursor() as cursor:
        for model in feature_models():
            cursor.execute(
                sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(sql.Identifier(model._meta.db_table))
            )


def _unite(source: str, is_approximate: bool) -> None:
    """Make kecamatan, then the city, the union of the desa below; slivers between neighbours are filled."""
    with connection.cursor() as cursor:
        cursor.execute(UNITE, {"width": SLIVER_WIDTH_M, "source": source, "is_approximate": is_approximate})


# What lies below is found by the code's prefix. Borders that differ by less than a millimetre (1e-8 degrees) are one.
# A hole's mean width is twice its area by its perimeter.
UNITE = """
WITH united AS (
    SELECT above.code, (ST_Dump(ST_UnaryUnion(ST_Collect(below.geom), 1e-8))).geom AS part
    FROM areas_area above
    JOIN areas_area below ON below.level = 'desa' AND below.geom IS NOT NULL AND below.code LIKE above.code || '.%%'
    WHERE above.level <> 'desa'
    GROUP BY above.code
), filled AS (
    SELECT code, ST_Multi(ST_Collect(ST_MakePolygon(ST_ExteriorRing(part), ARRAY(
        SELECT ST_ExteriorRing(ring.geom) FROM ST_DumpRings(part) AS ring
        WHERE ring.path[1] > 0
          AND 2 * ST_Area(ring.geom::geography) / ST_Perimeter(ring.geom::geography) >= %(width)s
    )))) AS geom
    FROM united GROUP BY code
)
UPDATE areas_area AS area
SET geom = filled.geom, source = %(source)s, is_approximate = %(is_approximate)s, updated_at = now()
FROM filled WHERE filled.code = area.code
"""


@transaction.atomic
def reassign_features(*, actor: AbstractBaseUser | None) -> list[Moved]:
    """Assign every feature to the desa it lies in, one UPDATE a kind; the trigger of the table does it.

    Rows of described tables are assigned as well; they have no history. A feature that lies in no area any more keeps
    its last desa, is marked, gets an event in its history and is handed to whoever its app registered (`on_lost`): a
    report goes back to the dispatcher.
    """
    moved = [change for model in feature_models() for change in _reassign(model)]
    tables.locate_again()
    lost = [change for change in moved if change.after is None]
    by = actor.pk if actor else None
    HistoryEvent.objects.bulk_create(
        HistoryEvent(kind=m.kind, object_id=m.pk, verb="lost_area", actor_id=by, data={"area": m.before}) for m in lost
    )
    for kind, handler in _lost_handlers.items():
        if ids := [change.pk for change in lost if change.kind == kind]:
            handler(actor, ids)
    return moved


def feature_models() -> list[type[GeoFeature]]:
    """Every kind of feature, in a fixed order."""
    return sorted((m for m in apps.get_models() if issubclass(m, GeoFeature)), key=lambda m: m._meta.label)


def _reassign(model: type[GeoFeature]) -> list[Moved]:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(REASSIGN).format(table=sql.Identifier(model._meta.db_table)))
        return [
            Moved(model._meta.label, pk, code, before, None if is_lost else after)
            for pk, code, before, after, is_lost in cursor.fetchall()
        ]


# Costs one rewrite of the table. Writing geom fires the trigger that locates a feature.
REASSIGN = """
WITH before AS MATERIALIZED (SELECT id, area_id, lost_area FROM {table}),
after AS (UPDATE {table} SET geom = geom RETURNING id, code, area_id, lost_area)
SELECT after.id, after.code, before.area_id, after.area_id, after.lost_area
FROM after JOIN before USING (id)
WHERE (after.area_id, after.lost_area) IS DISTINCT FROM (before.area_id, before.lost_area)
ORDER BY after.id
"""
