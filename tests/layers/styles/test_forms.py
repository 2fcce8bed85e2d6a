"""What somebody fills in becomes a style; what cannot be drawn is said beside the field."""

from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.utils.translation import override

from layers.registry import Geometry, Layer, layer_named
from layers.styles.actions import set_style
from layers.styles.forms import VectorStyleForm
from layers.styles.style import Category, Dash, Kind, Method, VectorStyle
from layers.tables import TableColumn
from tests.factories.tables import line, make_table, square

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
COLUMNS = [TableColumn("name", "Nama"), TableColumn("kind", "Jenis"), TableColumn("width_m", "Lebar", "number")]
PLAIN = {
    "kind": "single", "method": "quantile", "classes": "4", "ramp": "viridis", "colour": "#1d6a3a", "others": "#9a9a9a",
    "opacity": "80", "outline": "#000000", "width": "2.5", "size": "5", "size_from": "3", "size_to": "20",
    "dash": "dashed", "label": "name", "min_zoom": "11", "max_zoom": "19",
}  # fmt: skip


def layer_of(geometry: Geometry) -> Layer:
    shapes = {
        Geometry.POINT: "POINT(112.53 -7.87)",
        Geometry.LINE: line((112.53, -7.87), (112.54, -7.87)),
        Geometry.POLYGON: square(112.53, -7.87, 0.001),
    }
    rows = [(shapes[geometry], f"No. {n}", "gang" if n % 3 else "jalan", float(n * n * 100)) for n in range(1, 9)]
    make_table("ways", geometry, rows, COLUMNS)
    return layer_named("ways", None)


def filled(layer: Layer, **given: Any) -> VectorStyleForm:
    data = QueryDict(mutable=True)
    data.update({name: str(value) for name, value in (PLAIN | given).items()})
    return VectorStyleForm(data, layer=layer)


def test_columns_that_tell_kinds_are_offered_before_names() -> None:
    form = VectorStyleForm(layer=layer_of(Geometry.LINE))
    offered = form.fields["column_text"]
    assert isinstance(offered, forms.ChoiceField)
    assert [name for name, _label in offered.choices] == ["kind", "name"]


@pytest.mark.parametrize("geometry", Geometry)
def test_all_alike(geometry: Geometry) -> None:
    form = filled(layer_of(geometry))
    assert form.is_valid(), form.errors
    style = form.style
    assert style is not None
    assert (style.kind, style.colour, style.opacity, style.width, style.label) == (
        Kind.SINGLE,
        "#1d6a3a",
        0.8,
        2.5,
        "name",
    )
    assert (style.min_zoom, style.max_zoom) == (11, 19)
    assert style.dash == (Dash.SOLID if geometry == Geometry.POINT else Dash.DASHED)


@pytest.mark.parametrize(
    ("method", "breaks"),
    [("quantile", (700, 2000, 4000)), ("equal", (1700, 3200, 4800)), ("natural", (900, 2500, 4900))],
)
def test_by_number_the_breaks_are_found(method: str, breaks: tuple[float, ...]) -> None:
    form = filled(layer_of(Geometry.LINE), kind="graduated", column_number="width_m", method=method)
    assert form.is_valid(), form.errors
    assert form.style is not None
    assert (form.style.method, form.style.column, form.style.ramp) == (Method(method), "width_m", "viridis")
    assert form.style.breaks == pytest.approx(breaks, abs=100)


def test_breaks_by_hand_are_written_as_numbers_are_here() -> None:
    layer = layer_of(Geometry.POLYGON)
    by_hand = {"kind": "graduated", "column_number": "width_m", "method": "manual"}
    with override("id"):
        form = filled(layer, **by_hand, breaks="100; 1.250,5;2500")
        assert form.is_valid(), form.errors
        assert form.style is not None
        assert form.style.breaks == (100, 1250.5, 2500)
        set_style("ways", form.style)
        assert VectorStyleForm(layer=layer_named("ways", None))["breaks"].value() == "100; 1.250,5; 2.500"
        for wrong in ("", "x", "300; 200"):
            form = filled(layer, **by_hand, breaks=wrong)
            assert not form.is_valid()
            assert "breaks" in form.errors


@pytest.mark.parametrize("language", ["id", "en"])
def test_breaks_by_hand_have_a_comma_or_a_point_in_either_language(language: str) -> None:
    layer = layer_of(Geometry.LINE)
    by_hand = {"kind": "graduated", "column_number": "width_m", "method": "manual"}
    with override(language):
        form = filled(layer, **by_hand, breaks="112,5; 250.5")
        assert form.is_valid(), form.errors
        assert form.style is not None
        assert form.style.breaks == (112.5, 250.5)


def test_by_kind_the_most_frequent_values_get_colours_that_can_be_changed() -> None:
    layer = layer_of(Geometry.LINE)
    form = filled(layer, kind="categorised", column_text="kind")
    assert form.is_valid(), form.errors
    assert form.style is not None
    assert form.style.categories == (Category("gang", "#0072b2"), Category("jalan", "#e69f00"))
    sent = {
        "category-column": "kind",
        "category-0-value": "gang",
        "category-0-colour": "#ff0000",
        "category-0-word": "Gang",
    }
    form = filled(layer, kind="categorised", column_text="kind", **sent)
    assert form.is_valid(), form.errors
    assert form.style is not None
    assert form.style.categories == (Category("gang", "#ff0000", "Gang"),)


def test_by_size() -> None:
    form = filled(layer_of(Geometry.POINT), kind="sized", column_number="width_m")
    assert form.is_valid(), form.errors
    assert form.style is not None
    assert (form.style.values, form.style.sizes) == ((0, 6400), (3, 20))
    form = filled(form.layer, kind="sized", column_number="width_m", size_from=20, size_to=4)
    assert not form.is_valid()
    assert "size_to" in form.errors


def test_what_a_layer_does_not_have_is_not_offered() -> None:
    make_table("bare", Geometry.POLYGON, [(square(112.53, -7.87, 0.001),)])
    form = VectorStyleForm(layer=layer_named("bare", None))
    assert [value for value, _ in form.fields["kind"].choices] == ["single"]  # type: ignore[attr-defined]
    assert "size" not in form.fields
    assert not filled(form.layer, kind="graduated", label="").is_valid()


@pytest.mark.parametrize("values", [[None, None], [5.0, 5.0]])
def test_a_column_with_one_value_cannot_be_graduated(values: list[float | None]) -> None:
    make_table(
        "ways", Geometry.POINT, [("POINT(112.53 -7.87)", one) for one in values], [TableColumn("n", "N", "number")]
    )
    form = filled(layer_named("ways", None), kind="graduated", column_number="n", label="")
    assert not form.is_valid()
    assert "column_number" in form.errors


@pytest.mark.parametrize(
    "style",
    [
        VectorStyle(),
        VectorStyle(
            kind=Kind.GRADUATED,
            column="width_m",
            breaks=(900.0, 2500.0),
            method=Method.MANUAL,
            ramp="cividis",
            reversed=True,
        ),
        VectorStyle(kind=Kind.CATEGORISED, column="kind", categories=(Category("gang", "#0072b2", "Gang"),)),
        VectorStyle(kind=Kind.SIZED, column="width_m", values=(0.0, 6400.0), sizes=(2.0, 7.0)),
    ],
)
def test_a_form_that_is_sent_as_it_was_shown_changes_nothing(style: VectorStyle) -> None:
    layer_of(Geometry.LINE)
    set_style("ways", style)
    layer = layer_named("ways", None)
    shown = VectorStyleForm(layer=layer)
    sent = {name: shown[name].value() for name in shown.fields}
    for row in shown.category_rows():
        sent |= {f"category-{row.number}-{part}": getattr(row, part) for part in ("value", "colour", "word")}
    sent |= {"category-column": sent["column_text"], "reversed": "on" if sent["reversed"] else ""}
    form = filled(layer, **{name: value for name, value in sent.items() if value != "" or name != "reversed"})
    assert form.is_valid(), form.errors
    assert form.style == style
