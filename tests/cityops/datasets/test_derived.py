"""Layers worked out of heights: by the worker, all or nothing, exactly once, and said to be old when they are."""

import multiprocessing
import os
import signal
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test import Client

from cityops.accounts.models import User
from cityops.datasets import deriving
from cityops.datasets.actions import stop_import
from cityops.datasets.importing import make_layer
from cityops.datasets.models import Dataset, DatasetVersion, State, Upload
from cityops.policy.lines import Role
from layers.rasters.registry import raster_named
from layers.rasters.style import Classes, Ramp
from tests.cityops.datasets.conftest import Send, import_it
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.files import elevation
from tests.factories.rasters import raster_dataset
from tests.geodata.readers.made_rasters import made

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tables_of_uploads")]
HOW = {"what": "slope", "azimuth": "315", "altitude": "45", "z_factor": "1", "audience": "staff"}
SLOPE_DEGREES = 6.45  # 200 m over 59 cells of 30 m


@pytest.fixture
def source(planner: User, settings: Any, tmp_path: Path) -> Dataset:
    """A slope towards the west, that the staff sees."""
    said = {"label": "Ketinggian", "audience": "staff", "licence": "cc-by", "source": "DEMNAS"}
    return raster_dataset(planner, elevation(tmp_path), uploads=settings.UPLOAD_DIR, **said)


def asked(client: Client, source: Dataset, **how: str) -> Upload:
    """Press the button."""
    answer = client.post(f"{source.get_absolute_url()}derive/", HOW | how)
    assert answer.status_code == 302, answer.content.decode()
    return Upload.objects.latest("id")


def derived(client: Client, source: Dataset, **how: str) -> Dataset:
    """Press the button, and let the worker do it."""
    upload = asked(client, source, **how)
    make_layer(upload.pk)
    upload.refresh_from_db()
    assert upload.state == State.DONE, upload.fault
    assert upload.dataset is not None
    return upload.dataset


def middle_of(dataset: Dataset) -> dict[str, float]:
    assert dataset.shown is not None
    west, south, east, north = dataset.shown.extent
    return {"lng": (west + east) / 2, "lat": (south + north) / 2}


def rasters_kept(settings: Any) -> list[Path]:
    return sorted(path for path in (settings.UPLOAD_DIR / "rasters").rglob("*") if path.is_file())


def test_slope_aspect_and_hillshade_become_layers_with_their_provenance(
    source: Dataset, desk: Client, settings: Any
) -> None:
    slope = derived(desk, source)
    assert (slope.label, slope.audience, slope.licence, slope.source) == (
        "Lereng dari Ketinggian",
        "staff",
        "cc-by",
        "DEMNAS",
    )
    value = desk.get(f"/layers/{slope.name}/value/", middle_of(slope)).json()["values"][0]
    assert value == pytest.approx(SLOPE_DEGREES, abs=0.2)
    assert isinstance(raster_named(slope.name, slope.owner).style, Ramp)
    page = desk.get(slope.get_absolute_url()).content.decode()
    assert f'Lereng dari <a href="{source.get_absolute_url()}">Ketinggian</a>, versi 1' in page
    assert "Turunkan lapisan" not in page, "no slopes of slopes"
    aspect = derived(desk, source, what="aspect")
    value = desk.get(f"/layers/{aspect.name}/value/", middle_of(aspect)).json()
    assert value["values"][0] == pytest.approx(270, abs=3)
    assert value["word"] == "Barat"
    assert isinstance(raster_named(aspect.name, aspect.owner).style, Classes)
    shade = derived(desk, source, what="hillshade", azimuth="270", altitude="30")
    lit = desk.get(f"/layers/{shade.name}/value/", middle_of(shade)).json()["values"][0]
    assert lit == pytest.approx(1 + 254 * np.sin(np.radians(30 + SLOPE_DEGREES)), abs=3)
    assert "matahari dari 270°, setinggi 30°" in desk.get(shade.get_absolute_url()).content.decode()
    assert len(rasters_kept(settings)) == 4
    listed = desk.get(source.get_absolute_url()).context["derived"]
    assert {one.pk for one in listed} == {slope.pk, aspect.pk, shade.pk}


def test_it_is_old_when_its_source_is_replaced_and_can_be_made_anew(
    source: Dataset, desk: Client, send: Send, tmp_path: Path
) -> None:
    slope = derived(desk, source)
    assert "usang" not in desk.get(slope.get_absolute_url()).content.decode()
    folder = tmp_path / "newer"
    folder.mkdir()
    import_it(desk, send(elevation(folder, name="baru.tif"), to=f"{source.get_absolute_url()}replace/"))
    assert "usang" in desk.get(slope.get_absolute_url()).content.decode()
    assert "usang" in desk.get(source.get_absolute_url()).content.decode()
    assert desk.post(f"{slope.get_absolute_url()}derive/again/").status_code == 302
    make_layer(Upload.objects.latest("id").pk)
    slope.refresh_from_db()
    assert slope.shown is not None
    assert (slope.shown.number, slope.shown.is_out_of_date) == (2, False)
    assert "usang" not in desk.get(slope.get_absolute_url()).content.decode()
    assert Dataset.objects.count() == 2
    source.refresh_from_db()
    data = {"seen": source.version}
    assert desk.post(f"{source.get_absolute_url()}remove/", data).status_code == 302
    page = desk.get(slope.get_absolute_url()).content.decode()
    assert "sudah tidak ada" in page
    assert "Turunkan lagi" not in page


def test_two_presses_are_one_piece_of_work(source: Dataset, desk: Client) -> None:
    first, second = asked(desk, source), asked(desk, source)
    assert first.pk == second.pk
    assert asked(desk, source, what="aspect").pk != first.pk


def test_it_is_given_up_and_nothing_is_left(source: Dataset, planner: User, desk: Client, settings: Any) -> None:
    upload = asked(desk, source)
    assert desk.get(upload.get_absolute_url()).status_code == 200
    assert desk.get(f"{upload.get_absolute_url()}state/").status_code == 200
    stop_import(actor=planner, upload_id=upload.pk)
    make_layer(upload.pk)
    upload.refresh_from_db()
    assert upload.state == State.CANCELLED
    page = desk.get(upload.get_absolute_url()).content.decode()
    assert "Ketinggian" in page
    assert desk.post(f"{upload.get_absolute_url()}read/", {}).status_code == 409
    assert Dataset.objects.count() == 1
    assert len(rasters_kept(settings)) == 1


def test_what_is_no_elevation_is_refused(planner: User, desk: Client, settings: Any, tmp_path: Path) -> None:
    values = np.full((3, 40, 40), 90, "uint8")
    file = made(tmp_path / "citra.tif", values, photometric="RGB")
    picture = raster_dataset(planner, file, uploads=settings.UPLOAD_DIR, label="Citra", audience="staff")
    assert "Turunkan lapisan" not in desk.get(picture.get_absolute_url()).content.decode()
    assert desk.post(f"{picture.get_absolute_url()}derive/", HOW).status_code == 422
    assert not Upload.objects.filter(state=State.IMPORTING).exists()


def test_what_is_filled_in_wrong_is_said(source: Dataset, desk: Client) -> None:
    for wrong in ({"what": "river"}, {"azimuth": "400"}, {"z_factor": "0"}, {"altitude": ""}):
        answer = desk.post(f"{source.get_absolute_url()}derive/", HOW | wrong)
        assert answer.status_code == 422
        assert answer.context["derive_form"].errors.keys() == wrong.keys()


def test_only_who_may_bring_in_data_derives_and_only_from_what_they_see(source: Dataset, planner: User) -> None:
    address = f"{source.get_absolute_url()}derive/"
    reader = Client()
    reader.force_login(staff(Role.OFFICER, agency="dlh"))
    assert reader.post(address, HOW).status_code == 403
    Dataset.objects.filter(pk=source.pk).update(audience="owner")
    other = Client()
    other.force_login(staff(Role.PLANNER, agency="dlh"))
    assert other.post(address, HOW).status_code == 404
    assert Client().post(address, HOW).status_code == 302


def test_who_may_not_show_it_to_all_derives_for_themselves(source: Dataset) -> None:
    Dataset.objects.filter(pk=source.pk).update(audience="everyone")
    dispatcher = Client()
    dispatcher.force_login(staff(Role.DISPATCHER))
    answer = dispatcher.post(f"{source.get_absolute_url()}derive/", HOW | {"audience": "everyone"})
    assert (answer.status_code, answer.context["fault"].code) == (403, "may_not_publish")
    assert asked(dispatcher, source, audience="owner").audience == "owner"


def test_who_sees_it_is_asked_and_nobody_who_does_not_see_its_source(source: Dataset, desk: Client) -> None:
    form = desk.get(source.get_absolute_url()).context["derive_form"]
    assert form["audience"].value() == "owner"
    assert [value for value, _word in form.fields["audience"].choices] == ["owner", "agency", "staff"]
    for wrong in ("everyone", ""):
        answer = desk.post(f"{source.get_absolute_url()}derive/", HOW | {"audience": wrong})
        assert answer.status_code == 422
        assert answer.context["derive_form"].errors.keys() == {"audience"}
    Dataset.objects.filter(pk=source.pk).update(audience="everyone")
    assert asked(desk, source, audience="owner").audience == "owner", "not what its source has"


def test_it_is_for_the_agency_of_its_source_and_no_other(source: Dataset, desk: Client) -> None:
    ours, theirs = AgencyFactory(code="bappelitbangda"), AgencyFactory(code="dlh")
    Dataset.objects.filter(pk=source.pk).update(audience="agency", agency=ours)
    refused = desk.post(f"{source.get_absolute_url()}derive/", HOW | {"audience": "agency", "agency": theirs.pk})
    assert refused.status_code == 422
    upload = asked(desk, source, audience="agency", agency=str(ours.pk))
    assert (upload.audience, upload.agency) == ("agency", ours)


def test_its_name_is_proposed_in_the_language_of_who_derives_and_can_be_changed(
    source: Dataset, desk: Client, settings: Any
) -> None:
    assert desk.get(source.get_absolute_url()).context["derive_form"]["label"].value() == "Lereng dari Ketinggian"
    kept = asked(desk, source, what="aspect", label="Lereng dari Ketinggian")
    assert kept.label == "Arah lereng dari Ketinggian", "a proposed name goes with what is made"
    assert asked(desk, source, what="hillshade", label="Relief kota").label == "Relief kota"
    desk.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    form = desk.get(source.get_absolute_url()).context["derive_form"]
    assert form["label"].value() == "Slope of Ketinggian"
    assert asked(desk, source, label=form["label"].value()).label == "Slope of Ketinggian"


def _work(name: str, upload_id: int) -> None:
    """What a worker does, in a process of its own."""
    connection.close()
    connection.settings_dict["NAME"] = name
    make_layer(upload_id)


def test_a_killed_worker_leaves_nothing_and_the_next_does_it_once(
    planner: User, desk: Client, settings: Any, tmp_path: Path
) -> None:
    heights = np.random.default_rng(1).normal(1000, 50, (4000, 4000)).astype("float32")
    file = made(tmp_path / "besar.tif", heights)
    source = raster_dataset(planner, file, uploads=settings.UPLOAD_DIR, label="Besar", audience="staff")
    upload = asked(desk, source)
    connection.close()
    worker = multiprocessing.get_context("fork").Process(
        target=_work, args=(connection.settings_dict["NAME"], upload.pk)
    )
    worker.start()
    folder = settings.UPLOAD_DIR / f"rasters/{upload.key}"
    until = time.monotonic() + 60
    while not list(folder.rglob("tiles.tif")):
        assert worker.is_alive()
        assert time.monotonic() < until
        worker.join(0.01)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()
    upload.refresh_from_db()
    assert upload.state == State.IMPORTING
    assert Dataset.objects.count() == 1
    make_layer(upload.pk)
    make_layer(upload.pk)
    upload.refresh_from_db()
    assert upload.state == State.DONE, upload.fault
    assert Dataset.objects.count() == DatasetVersion.objects.count() == 2
    assert [path.name for path in folder.rglob("*")] == ["raster.tif"]


def test_words_of_directions_cover_the_compass() -> None:
    style = deriving.usual_look_of(deriving.Terrain.ASPECT).drawn
    assert isinstance(style, Classes)
    edges = [(one.begin, one.end) for one in style.classes]
    assert (edges[0][0], edges[-1][1]) == (0, 360)
    assert [end for _begin, end in edges[:-1]] == [begin for begin, _end in edges[1:]]
    assert [style.classes[n].word for n in (0, 2, 8)] == ["Utara", "Timur", "Utara"]
