"""Columns of years: numbers that are read as dates are, and hardly ever as quantities."""

import re
from collections.abc import Sequence

from layers.registry import Layer
from layers.sqltext import Sql, identifier
from layers.styles.style import YEAR

PAGES = 128  # of a table, about as many, tell what its columns hold: a megabyte, wherever in it
CALLED_SO, OTHERWISE = (1000, 2999), (1900, 2100)
SEVERAL = 5  # different years tell what a name does not
# What a name is about comes first in Indonesian and last in English: tahun_bangun, built_year. "tahun_2" may be either.
_YEAR = re.compile(r"(tahun(?!an)|thn|year(?!ly|s))[a-z]*(_[a-z]+)*|th(_[a-z]+)*|yr(_[a-z]+)*|\w+_(year|yr)")
# Rain, heights and people may lie between 1900 and 2100, too, and so may what was counted in a year or for each.
_UNITS = (
    "m|mm|cm|km|m2|m3|ha|kg|kw|kwh|mw|watt|va|ton|t|kuintal|l|liter|rp|idr|mdpl|jiwa|orang|warga|kk|ekor|unit|pohon"
    "|n|no|id|kode|code|nomor|per"
)
_MEASURES = (
    "luas|tinggi|ketinggian|elevasi|elevation|height|jumlah|jml|jlh|total|count|harga|price|panjang|lebar|length|width"
    "|area|curah|hujan|rain|rainfall|debit|penduduk|population|produksi|hasil|kapasitas|capacity|daya|volume|nilai"
    "|value|biaya|cost|anggaran|pagu|tarif|pendapatan|income|pengunjung|wisatawan|visitors|siswa|murid|pasien|ternak"
    "|berat|weight|kedalaman|depth|jarak|distance|kecepatan|speed|skor|score|umur|usia|age|lama"
)
# tahun_produksi and tahun_anggaran are years of something.
_OF = r"(?<!^tahun_)(?<!^thn_)(?<!^th_)"
_QUANTITY = re.compile(rf"(^|_)(({_UNITS})|{_OF}({_MEASURES}))(_|$)|(?<!\d)(19|20)\d\d(?!\d)")


def years_among(table: str, numbers: Sequence[str]) -> frozenset[str]:
    """Return which columns of numbers hold years, by their names and by rows from all over the table.

    Whole numbers of four digits in a column that is called so; several of our time where a name says nothing else.
    table: with its schema, as it is there. The same rows are looked at each time, so that all processes agree.
    """
    ranges = {name: found for name in numbers if (found := _range_of(name))}
    if not ranges:
        return frozenset()
    told = ", ".join(
        f"count(DISTINCT {column}) FILTER (WHERE {column} BETWEEN {least} AND {most}) >= {fewest}"
        f" AND bool_and({column} IS NULL OR {column} = floor({column}) AND {column} BETWEEN {least} AND {most})"
        for column, (least, most, fewest) in ((identifier(name), found) for name, found in ranges.items())
    )
    share = "least(100, 100.0 * %s / greatest(1, pg_relation_size(%s::regclass) / current_setting('block_size')::int))"
    asked = f"SELECT {told} FROM {table} TABLESAMPLE SYSTEM ({share}) REPEATABLE (0)"
    are_years = Sql(asked, (PAGES, table)).row()
    return frozenset(name for name, are in zip(ranges, are_years, strict=True) if are)


def _range_of(name: str) -> tuple[int, int, int] | None:
    """Return the least and the last year that a column may hold, and how many different ones at least."""
    if _QUANTITY.search(name):
        return None
    return (*CALLED_SO, 1) if _YEAR.fullmatch(name) else (*OTHERWISE, SEVERAL)


def kinds_of(layer: Layer) -> dict[str, str]:
    """Return the kind of each column of a layer, as a style must fit it."""
    return {column.name: YEAR if column.is_year else str(column.kind) for column in layer.columns}


def is_year(layer: Layer, name: str) -> bool:
    """Whether a column of a layer holds years."""
    return any(column.is_year for column in layer.columns if column.name == name)
