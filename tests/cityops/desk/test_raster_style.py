"""The look of a raster: filled in, looked at, kept; drawn as usual where what is kept cannot be drawn."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from django.test import Client

from cityops.accounts.models import User
from cityops.datasets.models import Dataset
from cityops.policy.lines import Role
from layers.rasters.registry import raster_named
from layers.rasters.style import Classes, Hillshade, Ramp, Stretch
from tests.factories.agencies import staff
from tests.factories.rasters import HIGH_M, LOW_M, SIDE, WIDE, heights, raster_dataset
from tests.geodata.readers.made_rasters import made

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def planner(city_in_earnest: object) -> User:
    return staff(Role.PLANNER, agency="bappelitbangda", name="Perencana")


@pytest.fixture
def desk(planner: User) -> Client:
    client = Client()
    client.force_login(planner)
    return client


@pytest.fixture
def raster(planner: User, settings: Any, tmp_path: Path) -> Dataset:
    settings.UPLOAD_DIR = tmp_path / "uploads"
    file = heights(tmp_path)
    return raster_dataset(planner, file, uploads=settings.UPLOAD_DIR, label="Ketinggian", audience="everyone")


@pytest.fixture
def picture(planner: User, settings: Any, tmp_path: Path) -> Dataset:
    settings.UPLOAD_DIR = tmp_path / "uploads"
    values = np.empty((3, SIDE, SIDE), "uint16")
    values[0], values[1], values[2] = 200, 4000, np.arange(SIDE)
    file = made(tmp_path / "citra.tif", values, transform=WIDE, crs="EPSG:4326", photometric="RGB")
    return raster_dataset(planner, file, uploads=settings.UPLOAD_DIR, label="Citra", audience="everyone")


def page_of(dataset: Dataset) -> str:
    return f"/layers/{dataset.name}/style/"


def filled(client: Client, dataset: Dataset, **more: Any) -> dict[str, Any]:
    """Return the form as its page has it, with what somebody changes in it."""
    panel = client.get(page_of(dataset)).context["panel"]
    form = panel.form
    values = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in values.items() if value is not None and value is not False}
    data["class-band"] = form["band"].value()
    for row in panel.classes:
        data |= {f"class-{row.number}-from": row.begin, f"class-{row.number}-to": row.end}
        data |= {f"class-{row.number}-colour": row.colour, f"class-{row.number}-word": row.word}
    return data | more


def test_a_way_leads_back_to_what_is_styled(desk: Client, raster: Dataset) -> None:
    page = desk.get(page_of(raster)).content.decode()
    assert f'href="/data/{raster.name}/"' in page.partition("style-page__back")[2].partition(">")[0]


def style_in(address: str) -> Any:
    return json.loads(parse_qs(urlsplit(address).query)["style"][0])


def test_the_form_begins_with_what_is_drawn(raster: Dataset, desk: Client) -> None:
    page = desk.get(page_of(raster))
    assert page.status_code == 200
    form = page.context["panel"].form
    assert (form["kind"].value(), form["ends"].value(), form["ramp"].value()) == ("ramp", "percent", "viridis")
    assert (form["least"].value(), form["most"].value()) == ("412", "1.193")
    assert desk.post(page_of(raster), filled(desk, raster, do="save")).status_code == 302
    assert raster_named(raster.name, None).style == Ramp(1, "viridis", LOW_M, HIGH_M)


def test_a_look_is_kept_and_taken_back(raster: Dataset, desk: Client) -> None:
    hand = {"ends": "hand", "least": "500", "most": "1.000,5", "ramp": "magma", "reversed": "on", "steps": "5"}
    data = filled(desk, raster, **hand, opacity="60", min_zoom="9", max_zoom="15", do="save")
    assert desk.post(page_of(raster), data).status_code == 302
    layer = raster_named(raster.name, None)
    assert layer.style == Ramp(1, "magma", 500, 1000.5, is_reversed=True, steps=5)
    assert (layer.look.opacity, layer.look.min_zoom, layer.look.max_zoom) == (0.6, 9, 15)
    told = {one["name"]: one for group in desk.get("/layers/").json()["groups"] for one in group["layers"]}
    entry = told[raster.name]
    assert (entry["opacity"], entry["minZoom"], entry["maxZoom"]) == (0.6, 9, 15)
    assert [one["from"] for one in entry["legend"]["classes"]] == [500, 600.1, 700.2, 800.3, 900.4]
    assert desk.post(page_of(raster), {"do": "forget"}).status_code == 302
    assert Dataset.objects.get(pk=raster.pk).style is None


def test_the_preview_draws_what_would_be_kept(raster: Dataset, desk: Client, client: Client) -> None:
    data = filled(desk, raster, kind="hillshade", azimuth="90", altitude="30", exaggeration="2.5")
    told = desk.post(f"{page_of(raster)}preview/", data).json()
    look = told["shown"]["look"]
    assert style_in(look["tilesUrl"]) == Hillshade(1, 90, 30, 2.5).to_json()
    assert look["legend"] == {"kind": "shade"}
    assert "data-style-body" in told["panel"]
    address = look["tilesUrl"].format(z=12, x=3328, y=2137)
    assert desk.get(address).status_code == 200
    assert desk.get(f"{look['valueUrl']}&lng=112.5&lat=-7.87").json()["values"] == [LOW_M]
    assert Dataset.objects.get(pk=raster.pk).style is None
    wrong = desk.post(f"{page_of(raster)}preview/", data | {"max_zoom": "30"}).json()
    assert wrong["shown"] == {"look": None}


def test_classes_are_suggested_named_and_kept(raster: Dataset, desk: Client) -> None:
    told = desk.post(f"{page_of(raster)}preview/", filled(desk, raster, kind="classes")).json()
    classes = told["shown"]["look"]["legend"]["classes"]
    assert [one["value"] for one in classes] == [LOW_M, HIGH_M]
    rows = {"class-0-from": "412", "class-0-to": "", "class-0-colour": "#1b7837", "class-0-word": "Lembah"}
    rows |= {"class-1-from": "1.000", "class-1-to": "1.500", "class-1-colour": "#762a83", "class-1-word": "Gunung"}
    rows |= {"class-2-from": "", "class-2-to": "", "class-2-colour": "#9a9a9a", "class-2-word": ""}
    data = filled(desk, raster, kind="classes", do="save") | {"class-band": "1"} | rows
    assert desk.post(page_of(raster), data).status_code == 302
    style = raster_named(raster.name, None).style
    assert isinstance(style, Classes)
    assert [(one.begin, one.end, one.word) for one in style.classes] == [
        (412, 412, "Lembah"),
        (1000, 1500, "Gunung"),
    ]
    at = desk.get(f"/layers/{raster.name}/value/?lng=112.5&lat=-7.87").json()
    assert at["word"] == "Lembah"
    page = desk.get(page_of(raster))
    assert "Lembah" in page.content.decode()
    assert len(page.context["panel"].classes) == 3, "and room for one more"
    wrong = desk.post(page_of(raster), data | {"class-1-from": "400"})
    assert wrong.status_code == 422
    assert "satu kelas" in wrong.content.decode()
    nonsense = desk.post(page_of(raster), data | {"class-1-from": "banyak"})
    assert "banyak" in nonsense.content.decode()


def test_by_hand_the_least_is_below_the_most(raster: Dataset, desk: Client) -> None:
    for least, most in (("9", "3"), ("", "3"), ("x", "3")):
        answer = desk.post(page_of(raster), filled(desk, raster, ends="hand", least=least, most=most, do="save"))
        assert answer.status_code == 422
        form = answer.context["panel"].form
        assert form["least"].errors or form["most"].errors
    assert Dataset.objects.get(pk=raster.pk).style is None


def test_a_picture_has_its_bands_chosen(picture: Dataset, raster: Dataset, desk: Client) -> None:
    kinds = [value for value, _word in desk.get(page_of(raster)).context["panel"].form.fields["kind"].choices]
    assert kinds == ["ramp", "hillshade", "classes"], "of one band no picture can be made"
    data = filled(desk, picture, red="3", green="2", blue="1", ends="minmax", gamma="1.5", do="save")
    assert desk.post(page_of(picture), data).status_code == 302
    style = raster_named(picture.name, None).style
    assert style == Stretch((3, 2, 1), ((0, 119), (4000, 4001), (200, 201)), 1.5)
    by_hand = filled(desk, picture, ends="hand", red_least="1", red_most="2", do="save")
    assert by_hand["blue_most"] == "201", "whoever goes on by hand begins with what was found"
    assert desk.post(page_of(picture), by_hand).status_code == 302
    assert raster_named(picture.name, None).style.ranges[0] == (1, 2)  # type: ignore[union-attr]


def test_who_may_not_change_the_data_may_not_style_it(raster: Dataset, client: Client) -> None:
    assert client.get(page_of(raster)).status_code == 302
    client.force_login(staff(Role.OFFICER, agency="dlh"))
    assert client.get(page_of(raster)).status_code == 403
    assert client.post(f"{page_of(raster)}preview/", {}).status_code == 403


@pytest.mark.parametrize(
    "broken",
    [
        {"drawn": {"kind": "rainbow"}},
        [],
        "x",
        {"drawn": {"kind": "ramp", "ramp": "viridis", "band": 3, "min": 0, "max": 1}},
        {"drawn": {"kind": "hillshade"}, "opacity": 7},
    ],
)
def test_a_broken_look_breaks_nothing_and_is_told_to_who_may_mend_it(
    broken: Any, raster: Dataset, desk: Client, client: Client
) -> None:
    Dataset.objects.filter(pk=raster.pk).update(style=broken)
    assert client.get("/").status_code == 200
    assert client.get(f"/layers/{raster.name}/tiles/12/3328/2137.png").status_code == 200
    assert raster_named(raster.name, None).style == Ramp(1, "viridis", LOW_M, HIGH_M)
    words = "tidak dapat digambar lagi"
    assert words in desk.get(page_of(raster)).content.decode()
    assert words in desk.get(raster.get_absolute_url()).content.decode()
    reader = Client()
    reader.force_login(staff(Role.OFFICER, agency="dlh"))
    assert words not in reader.get(raster.get_absolute_url()).content.decode()
    assert desk.post(page_of(raster), filled(desk, raster, do="save")).status_code == 302
    assert words not in desk.get(page_of(raster)).content.decode()


def test_figures_that_an_older_version_did_not_keep_are_looked_up(raster: Dataset, desk: Client) -> None:
    version = raster.shown
    assert version is not None
    del version.facts["figures"]
    del version.facts["look"]
    version.facts["style"] = Ramp(1, "magma", 0, 9).to_json()
    version.save()
    assert raster_named(raster.name, None).style == Ramp(1, "magma", 0, 9)
    told = desk.post(f"{page_of(raster)}preview/", filled(desk, raster, ends="minmax")).json()
    assert told["shown"]["look"]["legend"]["stops"][-1]["at"] == HIGH_M


def test_outside_its_zooms_it_has_no_tiles(raster: Dataset, desk: Client, client: Client) -> None:
    assert desk.post(page_of(raster), filled(desk, raster, min_zoom="13", do="save")).status_code == 302
    near, far = (client.get(f"/layers/{raster.name}/tiles/{tile}.png") for tile in ("13/6656/4275", "12/3328/2137"))
    assert len(near.content) > len(far.content)
