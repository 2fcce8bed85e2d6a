"""Tables as layers, described while the map runs: a row of TableSource, read by every process, makes a whole Layer."""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from django.apps.registry import Apps
from django.contrib.gis.db import models as gis
from django.db import connection, models, transaction
from django.db.models import QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError, NotFound
from cityops.policy.registry import grants_of
from cityops.web.unchanged import while_unchanged
from layers.cells.books import Cells
from layers.cells.sql import drop_cells_sql, keep_cells_sql
from layers.column_filters import filters_of
from layers.filters import NOT_FILTERS
from layers.models import Audience, ColumnKind, TableSource
from layers.naming import CALLED, called_columns, naming_column
from layers.registry import Column, Geometry, Layer, Place, all_layers
from layers.search import COLUMNS as HIT_COLUMNS
from layers.styles.errors import BadStyle
from layers.styles.style import YEAR, VectorStyle
from layers.table_card import table_card
from layers.tiles.address import MAX_ZOOM
from layers.years import years_among

log = logging.getLogger(__name__)
SCHEMA = "uploads"
SRID = 4326
NAME = re.compile(r"(?=.{1,40}$)[a-z][a-z0-9]*(_[a-z0-9]+)*")
LAYER_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
# Names of the table itself, of a model's own attributes, and of keys that every layer's address has.
OWN = frozenset(
    {"id", "pk", "code", "geom", "tile_geom", "m", "area_id", CALLED, "objects", "check", "clean", "delete", "save"}
    | {"q", "bbox", "polygon", "area", "from", "to"}
    # What statements around its rows call theirs (arms, selection, times, hits, search).
    | {f"t_{name}" for name in ("pk", "m", "shape", "counted", "area", "point", "due", "dot", "at")}
    | set(HIT_COLUMNS)
    | NOT_FILTERS
)
DATA = _("Further data")
SHAPES = {"POINT": Geometry.POINT, "LINESTRING": Geometry.LINE, "POLYGON": Geometry.POLYGON}


class BadTable(CityError):
    """A table that cannot become a layer."""

    code, status = "bad_table", 422
    text = _("This table cannot become a layer: %(reason)s")


@dataclass(frozen=True)
class TableColumn:
    """One column as it is described; kind as in ColumnKind. is_place: it only says again where the row lies."""

    name: str
    label: str
    kind: str = ColumnKind.TEXT
    is_place: bool = False


@dataclass(frozen=True)
class Audiences:
    """Who sees a described table. owner, agency: whom it means, by their keys."""

    audience: str = Audience.STAFF
    owner: int | None = None
    agency: str = ""

    def include(self, user: Any) -> bool:
        """Whether somebody is meant."""
        if self.audience == Audience.EVERYONE:
            return True
        grants = grants_of(user)
        if self.audience == Audience.OWNER:
            return bool(grants) and self.owner is not None and bool(user.pk == self.owner)
        if self.audience == Audience.AGENCY:
            return any(grant.agency and grant.agency == self.agency for grant in grants)
        return bool(grants)


STAFF = Audiences()


@transaction.atomic
def describe_table(
    *,
    name: str,
    label: str,
    table: str,
    columns: Sequence[TableColumn],
    geometry: Geometry = Geometry.POINT,
    seen_by: Audiences = STAFF,
) -> TableSource:
    """Make a layer of a table in the schema `uploads` with the columns id (bigint, primary key) and geom (EPSG:4326).

    Code, tile point, Morton code, area and cells are added to the table. Raises BadTable.
    """
    check_columns(table, columns)
    if not LAYER_NAME.fullmatch(name):
        raise BadTable(reason=_("“%(name)s” is no plain name") % {"name": name})
    if is_taken(name) or TableSource.objects.filter(table=table).exists():
        raise BadTable(reason=_("there is a layer “%(name)s” already") % {"name": name})
    srid, kind = _shape_of(table)
    if srid != SRID:
        raise BadTable(reason=_("there is no table “%(name)s” with a column geom in EPSG:4326") % {"name": table})
    if SHAPES.get(kind.removeprefix("MULTI"), geometry) != geometry:
        raise BadTable(reason=_("its column geom holds something else than was said (%(kind)s)") % {"kind": kind})
    _prepare(name, table, columns)
    return TableSource.objects.create(
        name=name,
        label=label,
        table=table,
        geometry=geometry,
        columns=spelled(columns),
        **asdict(seen_by),
    )


def is_taken(name: str) -> bool:
    """Whether there is a layer of that name, of a kind or of a table."""
    return name in {layer.name for layer in all_layers()} or TableSource.objects.filter(name=name).exists()


def check_columns(table: str, columns: Sequence[TableColumn]) -> None:
    """Raise BadTable for names that a layer's table cannot have, and for kinds that there are not."""
    names = [table, *(column.name for column in columns)]
    if bad := next((one for one in names if not NAME.fullmatch(one)), None):
        raise BadTable(reason=_("“%(name)s” is no plain name") % {"name": bad})
    if taken := OWN & {column.name for column in columns}:
        raise BadTable(reason=_("“%(name)s” is a name of the map itself") % {"name": sorted(taken)[0]})
    if {column.kind for column in columns} - set(ColumnKind.values):
        raise BadTable(reason=_("a column is text, number or date"))


def spelled(columns: Sequence[TableColumn]) -> list[dict[str, Any]]:
    """Return the columns as a description keeps them."""
    plain = ({"name": one.name, "label": str(one.label), "kind": str(one.kind)} for one in columns)
    return [said | ({"is_place": True} if one.is_place else {}) for said, one in zip(plain, columns, strict=True)]


def _shape_of(table: str) -> tuple[int | None, str]:
    """Return in which system its shapes are and of which type its column is; None: there is no such table."""
    asked = (
        "SELECT srid, type FROM geometry_columns"
        " WHERE (f_table_schema, f_table_name, f_geometry_column) = (%s, %s, 'geom')"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, [SCHEMA, table])
        row = cursor.fetchone()
    return (None, "") if row is None else (int(row[0]), str(row[1]))


@transaction.atomic
def forget_table(name: str) -> None:
    """Take a described table from the map; the table and its rows stay. Raises NotFound."""
    source = TableSource.objects.filter(pk=name).first()
    if source is None:
        raise NotFound
    with connection.cursor() as cursor:
        full = f"{SCHEMA}.{source.table}"
        if _is_there(cursor, full):
            detach(cursor, source.table)
            cursor.execute(f"DROP TRIGGER {source.table}_locate ON {full}; DROP INDEX {full}_geom")
            cursor.execute(
                f"ALTER TABLE {full} DROP COLUMN IF EXISTS {CALLED}, DROP code, DROP tile_geom, DROP m, DROP area_id"
            )
        else:
            cursor.execute("DELETE FROM layers_account WHERE source = %s", [source_of(source.table)])
    source.delete()


def extent_of_table(name: str) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north of its rows in degrees; None where there are none. Raises NotFound."""
    source = TableSource.objects.filter(pk=name).first()
    if source is None:
        raise NotFound
    with connection.cursor() as cursor:
        edges = ", ".join(f"ST_{edge}(box)" for edge in ("XMin", "YMin", "XMax", "YMax"))
        cursor.execute(f"SELECT {edges} FROM (SELECT ST_Extent(geom) AS box FROM {SCHEMA}.{source.table}) AS r")
        west, south, east, north = cursor.fetchone()
    return None if west is None else (west, south, east, north)


def locate_again() -> None:
    """Let the trigger of each described table say again in which desa its rows lie: the areas have changed."""
    for source in TableSource.objects.all():
        full = f"{SCHEMA}.{source.table}"
        with connection.cursor() as cursor:
            if _is_there(cursor, full):
                cursor.execute(f"UPDATE {full} SET geom = geom")


def _is_there(cursor: Any, table: str) -> bool:
    cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
    return bool(cursor.fetchone()[0])


def _prepare(name: str, table: str, columns: Sequence[TableColumn]) -> None:
    full = f"{SCHEMA}.{table}"
    with connection.cursor() as cursor:
        added = ", ".join(f"ADD COLUMN {column}" for column in own_columns(name, columns))
        cursor.execute(f"ALTER TABLE {full} {added}")
        cursor.execute(f"UPDATE {full} SET area_id = area_at(ST_PointOnSurface(geom))")
        attach(cursor, table)


def own_columns(name: str, columns: Sequence[TableColumn], *, of_points: bool = False) -> tuple[str, ...]:
    """Return the columns that a layer's table has beside its own, as SQL declares them.

    of_points: geom can hold nothing else, so that no point on it need be looked for.
    """
    point = f"ST_Transform({place_sql(of_points=of_points)}, 3857)"
    return (
        f"code varchar(70) GENERATED ALWAYS AS ('{name.replace('_', '-')}-' || id::text) STORED",
        f"tile_geom geometry(Point, 3857) GENERATED ALWAYS AS ({point}) STORED",
        f"m bigint GENERATED ALWAYS AS (features_morton({point})) STORED",
        "area_id varchar(13)",
        *called_columns(columns),
    )


def place_sql(*, of_points: bool) -> str:
    """Return the expression of the point by which a row is counted and said to lie somewhere."""
    return "geom" if of_points else "ST_PointOnSurface(geom)"


def attach(cursor: Any, table: str) -> None:
    """Give a table that has all columns the trigger of its areas, its index and its cells."""
    full = f"{SCHEMA}.{table}"
    cursor.execute(
        f"CREATE TRIGGER {table}_locate BEFORE INSERT OR UPDATE OF geom ON {full}"
        " FOR EACH ROW EXECUTE FUNCTION layers_locate()"
    )
    cursor.execute(f"CREATE INDEX {table}_geom ON {full} USING gist (geom)")
    cursor.execute(
        keep_cells_sql(full, source=source_of(table), slot=None, slots=(), facets={}, exact="m", public=None)
    )


def detach(cursor: Any, table: str) -> None:
    """Take the cells and their triggers from a table."""
    cursor.execute(drop_cells_sql(f"{SCHEMA}.{table}", source=source_of(table)))


def source_of(table: str) -> str:
    """Return under which name the cells of a table are kept: two tables of one layer, old and new, have their own."""
    return f"table:{table}"


def described_layer(name: str) -> Layer:
    """Return the layer of a described table. Raises NotFound."""
    source = TableSource.objects.filter(pk=name).first()
    if source is None:
        raise NotFound
    return _layer(source)


def described_layers() -> list[Layer]:
    """Return the layers of all described tables, by label."""
    return list(_described())


@while_unchanged(TableSource)
def _described() -> tuple[Layer, ...]:
    states = TableSource.objects.order_by("label").values_list("pk", "changed_at")
    return tuple(_built(*state) for state in states)


def _layer(source: TableSource) -> Layer:
    return _built(source.pk, source.changed_at)


@lru_cache(maxsize=256)
def _built(name: str, _changed_at: datetime) -> Layer:
    """Build a layer once for each state of its description."""
    source = TableSource.objects.get(pk=name)
    columns = [TableColumn(**column) for column in source.columns]
    naming = naming_column(columns) if _tells_names(source.table) else None
    model = _model(source, columns, has_names=bool(naming))

    seen_by = Audiences(source.audience, source.owner, source.agency)

    def scope(user: Any) -> "QuerySet[Any, Any]":
        rows = model._default_manager.all()
        return rows if user is None or seen_by.include(user) else rows.none()

    years = _years(source.table, columns)
    vector = _style(source, {one.name: YEAR if one.name in years else one.kind for one in columns})
    shown = tuple(
        Column(one.name, one.label, one.name, kind=one.kind, is_offered=not one.is_place, is_year=one.name in years)
        for one in columns
    )
    offered = {one.name for one in columns if not one.is_place}
    filters, column_filters, contents = filters_of(model, source_of(source.table), columns)
    return Layer(
        name=source.pk,
        label=source.label,
        scope=scope,
        filters=filters,
        column_filters=tuple(one for one in column_filters if one.name in offered),
        contents=contents.contents,
        naming=naming or "",
        properties={"code": "code", **{column.name: _drawn(column) for column in columns}},
        place=Place.EXACT,
        geometry=Geometry(source.geometry),
        group=DATA,
        columns=shown,
        order=("id",),
        card=partial(table_card, model=model, label=source.label, columns=shown),
        cells=Cells(source_of(source.table)),
        is_for_staff=source.audience != Audience.EVERYONE,
        is_shown_to=seen_by.include,
        vector=vector,
        is_style_broken=vector is None and source.style is not None,
        min_zoom=vector.min_zoom if vector else 0,
        max_zoom=vector.max_zoom if vector else MAX_ZOOM,
    )


def _style(source: TableSource, kinds: Mapping[str, str]) -> VectorStyle | None:
    """Return its style; none where it is by a column that the table does not have, or is not drawn any more.

    The layer stays, and so does what is kept of the style.
    """
    if source.style is None:
        return None
    try:
        style = VectorStyle.from_json(source.style)
        style.must_fit(kinds, is_polygon=source.geometry == Geometry.POLYGON)
        return style
    except BadStyle as fault:
        log.warning("the style of %s is not drawn: %s", source.pk, fault)
        return None


def _drawn(column: TableColumn) -> Any:
    return Cast(column.name, models.CharField()) if column.kind == ColumnKind.DATE else column.name


def _tells_names(table: str) -> bool:
    """Whether a table has the column of names; those of earlier versions of this program have none."""
    asked = "SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attname = %s)"
    with connection.cursor() as cursor:
        cursor.execute(asked, [f"{SCHEMA}.{table}", CALLED])
        return bool(cursor.fetchone()[0])


def _years(table: str, columns: Sequence[TableColumn]) -> frozenset[str]:
    """Return which columns hold years; none of a table that is gone."""
    numbers = [one.name for one in columns if one.kind == ColumnKind.NUMBER and not one.is_place]
    full = f"{SCHEMA}.{table}"
    with connection.cursor() as cursor:
        return years_among(full, numbers) if numbers and _is_there(cursor, full) else frozenset()


def _model(source: TableSource, columns: Sequence[TableColumn], *, has_names: bool) -> type[models.Model]:
    """Return a model of the table, known to no other registry of models than its own."""
    fields: dict[str, models.Field[Any, Any]] = {
        "id": models.BigIntegerField(primary_key=True),
        "code": models.CharField(max_length=70),
        "geom": gis.GeometryField(srid=4326),
        "tile_geom": gis.PointField(srid=3857),
        "m": models.BigIntegerField(),
        "area_id": models.CharField(max_length=13, null=True),
    }
    if has_names:
        fields[CALLED] = models.TextField(null=True)
    made = {ColumnKind.TEXT: models.TextField, ColumnKind.NUMBER: models.FloatField, ColumnKind.DATE: models.DateField}
    fields |= {column.name: made[ColumnKind(column.kind)](null=True) for column in columns}
    table = f'{SCHEMA}"."{source.table}'  # quoted by Django as one name, it is schema and table
    meta = type("Meta", (), {"app_label": "layers", "managed": False, "db_table": table, "apps": Apps()})
    return type(f"Table_{source.table}", (models.Model,), {"__module__": __name__, "Meta": meta, **fields})
