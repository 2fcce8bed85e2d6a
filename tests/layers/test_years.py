"""A column of years is hardly a quantity: 2011 is written so everywhere, tells kinds, and comes last as a number."""

from collections.abc import Sequence
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.test import Client
from django.utils.translation import override

from layers.catalogue import entry
from layers.registry import Geometry, layer_named
from layers.styles.actions import set_style
from layers.styles.breaks import breaks_of
from layers.styles.class_counts import class_counts
from layers.styles.forms import VectorStyleForm
from layers.styles.panel import panel_of
from layers.styles.style import Category, Kind, Method, VectorStyle
from layers.tables import TableColumn
from tests.factories.tables import make_table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
COLUMNS = (
    TableColumn("tahun_bangun", "Tahun bangun", "number"),
    TableColumn("founded", "Berdiri", "number"),
    TableColumn("curah_hujan_mm", "Curah hujan", "number"),
    TableColumn("debit", "Debit", "number"),
    TableColumn("thn_rusak", "Rusak", "number"),
)
BUILT = (2011.0, 2011.0, 1898.0, 2020.0, None)
YEARS = [  # called so
    "tahun", "tahun_bangun", "tahun_berdiri", "tahun_anggaran", "tahun_produksi", "tahun_perolehan",
    "tahunbangun", "th", "th_bangun", "thn", "thn_rusak", "thnbangun", "year", "year_built", "built_year",
    "yearbuilt", "construction_year", "yr_built", "built_yr", "production_year",
]  # fmt: skip
PERHAPS = [  # years, where they look like several of our time
    "founded", "berdiri", "dibangun", "mulai", "tahun_2", "sewa_tahun", "bangun_tahun", "bangun_thn", "tahunan",
    "years",
]  # fmt: skip
MEASURED = [  # never, whatever the numbers
    "curah_hujan_tahunan", "curah_hujan_mm_tahun", "produksi_ton_tahun", "jumlah_pengunjung_tahun_2023",
    "debit_per_tahun", "kapasitas", "daya_listrik", "volume", "nilai", "nilai_tahun", "biaya_tahun",
    "tahun_2023", "thn2022", "panen_2021", "mm_th", "income_per_year", "kwh_year", "pengunjung", "tahun_ke_n",
    "luas_tahun", "tinggi_m", "jml_kk", "elevation_year", "kode_pos", "no", "th_2020_jiwa", "ton_yr",
    "tahun_ton",
]  # fmt: skip


@pytest.fixture
def wells() -> None:
    rows = [("POINT(112.53 -7.87)", year, 2001.0 + n, 2000.0 + n, 1200.0 + n, 7.5) for n, year in enumerate(BUILT)]
    make_table("wells", Geometry.POINT, rows, COLUMNS)


def offered(form: VectorStyleForm, name: str) -> list[str]:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    return [value for value, _word in field.choices]


def filled(**given: Any) -> VectorStyleForm:
    plain = {
        "method": "quantile", "classes": "3", "ramp": "viridis", "colour": "#1d6a3a", "others": "#9a9a9a", "width": "1",
        "opacity": "80", "outline": "#000000", "size": "5", "size_from": "3", "size_to": "20", "label": "tahun_bangun",
        "min_zoom": "0", "max_zoom": "20",
    }  # fmt: skip
    data = QueryDict(mutable=True)
    data.update(plain | given)
    return VectorStyleForm(data, layer=layer_named("wells", None))


def test_years_are_told_by_name_and_by_what_they_are(wells: None) -> None:
    years = [column.name for column in layer_named("wells", None).columns if column.is_year]
    assert years == ["tahun_bangun", "founded"]  # rain is measured, whatever its numbers; 7.5 is no year


def years_of(names: Sequence[str], values: Sequence[float]) -> list[str]:
    """Return which of some columns are taken for years where all of them have the same values."""
    columns = [TableColumn(name, name, "number") for name in names]
    make_table("wells", Geometry.POINT, [("POINT(112.53 -7.87)", *[one] * len(names)) for one in values], columns)
    return [column.name for column in layer_named("wells", None).columns if column.is_year]


def test_a_name_that_is_a_year_tells_it_of_few_and_of_old_ones() -> None:
    assert years_of([*YEARS, *PERHAPS, *MEASURED], [1848.0, 2011.0]) == YEARS


def test_a_name_that_is_none_leaves_it_to_several_years_of_our_time_but_a_quantity_is_none() -> None:
    assert years_of([*YEARS, *PERHAPS, *MEASURED], [2001.0, 2002.0, 2004.0, 2008.0, 2016.0]) == [*YEARS, *PERHAPS]


def test_a_number_that_is_always_the_same_is_no_year_by_itself() -> None:
    assert years_of(["berdiri"], [2000.0, 2000.0, 2001.0, 2002.0, 2003.0]) == []


def test_rows_far_down_the_table_have_a_say() -> None:
    assert years_of(["tahun", "berdiri"], [*(2000.0 + n % 20 for n in range(1200)), 350.5]) == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_they_are_written_without_marks(client: Client, wells: None, language: str) -> None:
    with override(language):
        client.cookies["django_language"] = language
        card = client.get("/layers/wells/items/wells-0/").content.decode()
        assert "<dd>2011</dd>" in card
        assert "1898 – 2020" in client.get("/layers/wells/filter/").content.decode()
        style = VectorStyle(kind=Kind.GRADUATED, column="tahun_bangun", breaks=(1950.0, 2011.0), label="founded")
        set_style("wells", style)
        layer = layer_named("wells", None)
        words = [one.word for one in panel_of(layer).legend]
        assert words[1] == "1950 – 2011"
        assert not any("." in word or "," in word for word in words)
        assert VectorStyleForm(layer=layer)["breaks"].value() == "1950; 2011"
        assert entry(layer)["look"]["hasYearLabels"]


def test_they_tell_kinds_and_come_last_as_numbers(wells: None) -> None:
    form = VectorStyleForm(layer=layer_named("wells", None))
    assert offered(form, "column_text") == ["tahun_bangun", "founded"]
    assert offered(form, "column_number") == ["curah_hujan_mm", "debit", "thn_rusak", "tahun_bangun", "founded"]
    by_year = filled(kind="categorised", column_text="tahun_bangun")
    assert by_year.is_valid(), by_year.errors
    assert by_year.style is not None
    assert [one.value for one in by_year.style.categories] == ["1898", "2011", "2020"]


@pytest.mark.parametrize("method", [Method.QUANTILE, Method.EQUAL, Method.NATURAL])
def test_whoever_knows_better_draws_them_by_number_or_size_and_keeps_it(wells: None, method: Method) -> None:
    for kind in (Kind.GRADUATED, Kind.SIZED):
        form = filled(kind=kind.value, column_number="tahun_bangun", method=method.value)
        assert form.is_valid(), form.errors
        assert form.style is not None
        set_style("wells", form.style)
        layer = layer_named("wells", None)
        assert layer.vector == form.style
        assert VectorStyleForm(layer=layer)["column_number"].value() == "tahun_bangun"


def test_where_there_are_only_years_they_have_a_size_too() -> None:
    assert years_of(["tahun"], [2011.0, 2012.0]) == ["tahun"]
    assert offered(VectorStyleForm(layer=layer_named("wells", None)), "kind") == list(Kind)


def test_each_year_counts_those_that_are_of_it(wells: None) -> None:
    categories = (Category("2011", "#1d6a3a"), Category("2020", "#000000"))
    set_style("wells", VectorStyle(kind=Kind.CATEGORISED, column="tahun_bangun", categories=categories))
    assert class_counts(layer_named("wells", None)) == {"0": 2, "1": 1, "none": 2}


@pytest.mark.parametrize("method", [Method.QUANTILE, Method.EQUAL, Method.NATURAL])
def test_breaks_between_years_are_years(wells: None, method: Method) -> None:
    breaks = breaks_of(layer_named("wells", None), "tahun_bangun", method, 3)
    assert breaks
    assert all(one.is_integer() and 1898 <= one < 2020 for one in breaks)
