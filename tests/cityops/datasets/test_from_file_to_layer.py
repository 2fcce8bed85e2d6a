"""A file becomes a layer: sent, looked at, imported, shown, replaced, taken away."""

import gzip
from pathlib import Path

import geopandas
import pytest
from django.db import connection
from django.test import Client
from shapely.geometry import MultiPoint, Point

from cityops.accounts.models import User
from cityops.datasets.importing import make_layer
from cityops.datasets.models import TRIES, Dataset, DatasetVersion, State, Upload
from cityops.features.history import history_of
from cityops.policy.lines import Role
from tests.cityops.datasets.conftest import Send, filled, import_it
from tests.factories.agencies import staff
from tests.factories.files import fields, geopackage, sent, shapefile_zip, spreadsheet, wells

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest", "tables_of_uploads")]


def tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'uploads'")
        return {name for (name,) in cursor.fetchall()}


def rows_of(client: Client, name: str, query: str = "") -> list[dict[str, object]]:
    rows: list[dict[str, object]] = client.get(f"/layers/{name}/items/?{query}").json()["rows"]
    return rows


@pytest.fixture
def layer(desk: Client, send: Send, tmp_path: Path) -> Dataset:
    """The four wells as a layer that everyone sees."""
    upload = import_it(desk, send(shapefile_zip(tmp_path, wells())), label="Sumur warga", audience="everyone")
    assert upload.state == State.DONE, upload.fault
    assert upload.dataset is not None
    return upload.dataset


class TestOnTheWay:
    def test_what_is_in_it_is_shown_before_anything_is_stored(self, desk: Client, send: Send, tmp_path: Path) -> None:
        upload = send(shapefile_zip(tmp_path, wells()))
        assert upload.state == State.READ, upload.fault
        page = desk.get(upload.get_absolute_url()).content.decode()
        assert "Sumur Lama" in page
        assert "EPSG:32749" in page
        assert tables() == set()
        assert not Dataset.objects.exists()

    def test_columns_are_named_typed_and_left_out(self, desk: Client, send: Send, tmp_path: Path) -> None:
        upload = send(geopackage(tmp_path, wells()))
        done = import_it(desk, upload, label="Sumur", name_1="kedalaman", keep_2="", audience="staff")
        assert done.state == State.DONE, done.fault
        (row, *_others) = rows_of(desk, "sumur", "q=lama")
        assert (row["nama"], row["kedalaman"]) == ("Sumur Lama", 12.5)
        assert "digali" not in row

    def test_a_name_that_the_map_needs_is_refused_beside_its_field(
        self, desk: Client, send: Send, tmp_path: Path
    ) -> None:
        upload = send(geopackage(tmp_path, wells()))
        data = filled(desk, upload, name_0="geom", name_1="nama", name_2="nama", label="Yang diketik")
        answer = desk.post(f"{upload.get_absolute_url()}import/", data)
        assert answer.status_code == 422
        errors = answer.context["form"].errors
        assert set(errors) == {"name_0", "name_2"}
        assert "Yang diketik" in answer.content.decode()  # nothing typed is lost

    def test_another_coordinate_system_is_read_again(self, desk: Client, send: Send, tmp_path: Path) -> None:
        csv = spreadsheet(tmp_path, "nama;x;y\nBalai;671000;9130000\n")
        upload = send(csv)
        data = filled(desk, upload, crs="EPSG:32749")
        answer = desk.post(f"{upload.get_absolute_url()}read/", data)
        assert answer.status_code == 302, answer.content.decode()
        upload.refresh_from_db()
        assert (upload.state, upload.choices["crs"]) == (State.READING, "EPSG:32749")

    def test_rows_far_from_the_city_are_told_and_go_in(self, desk: Client, send: Send, tmp_path: Path) -> None:
        table = "nama,lat,lon\nSumur,-7.87,112.53\nTanpa minus,7.87,112.53\nJakarta,-6.17,106.83\n"
        upload = send(spreadsheet(tmp_path, table))
        answer = desk.get(upload.get_absolute_url())
        (told,) = answer.context["problems"]
        assert told.text.startswith("2 baris jauh dari kota (baris 3, 4).")
        assert "lintang dan bujurnya tertukar" in told.text
        assert not told.is_fatal
        done = import_it(desk, upload, audience="staff")
        assert done.dataset is not None, done.fault
        assert len(rows_of(desk, done.dataset.name)) == 3

    def test_of_a_file_about_elsewhere_the_coordinate_system_is_asked_about(
        self, desk: Client, send: Send, tmp_path: Path
    ) -> None:
        upload = send(spreadsheet(tmp_path, "nama,lat,lon\nMonas,-6.17,106.83\n"))
        page = desk.get(upload.get_absolute_url()).content.decode()
        assert "Semua baris jauh dari kota." in page
        assert 'href="#id_crs"' in page

    def test_a_file_that_is_no_map_is_explained(self, desk: Client, send: Send, tmp_path: Path) -> None:
        upload = send(spreadsheet(tmp_path, "halo", "peta.gpkg"))
        page = desk.get(upload.get_absolute_url()).content.decode()
        assert upload.state == State.FAILED or "problems__one--fatal" in page
        assert "Buat lapisan" not in page

    def test_an_ending_that_is_not_read_is_refused_at_once(self, desk: Client, tmp_path: Path) -> None:
        answer = desk.post("/data/new/", {"file": sent(spreadsheet(tmp_path, "x", "surat.docx"))})
        assert answer.status_code == 422
        assert "surat.docx" in answer.content.decode()
        assert not Upload.objects.exists()

    def test_nothing_chosen(self, desk: Client) -> None:
        assert desk.post("/data/new/", {}).status_code == 422

    def test_an_empty_file_is_called_empty(self, desk: Client, tmp_path: Path) -> None:
        answer = desk.post("/data/new/", {"file": sent(spreadsheet(tmp_path, "", "kosong.csv"))})
        assert answer.status_code == 422
        assert "“kosong.csv” kosong." in answer.content.decode()

    def test_larger_than_what_is_taken(self, desk: Client, tmp_path: Path, settings: object) -> None:
        settings.UPLOAD_MAX_BYTES = 1000  # type: ignore[attr-defined]
        answer = desk.post("/data/new/", {"file": sent(spreadsheet(tmp_path, "x" * 2000, "a.csv"))})
        assert answer.status_code == 413
        assert not Upload.objects.exists()
        assert not list(tmp_path.glob("uploads/*"))

    def test_it_can_be_thrown_away(self, desk: Client, send: Send, tmp_path: Path) -> None:
        upload = send(geopackage(tmp_path, wells()))
        answer = desk.post(f"{upload.get_absolute_url()}throw-away/", follow=True)
        assert f"“{upload.file_name}” sudah dibuang." in answer.content.decode()
        upload.refresh_from_db()
        assert upload.state == State.CANCELLED
        assert not list((tmp_path / "uploads").iterdir())

    def test_what_killed_its_worker_three_times_is_given_up(self, desk: Client, send: Send, tmp_path: Path) -> None:
        upload = send(geopackage(tmp_path, wells()))
        desk.post(f"{upload.get_absolute_url()}import/", filled(desk, upload))
        make_layer(upload.pk, tries_before=TRIES)
        upload.refresh_from_db()
        assert (upload.state, upload.fault["code"]) == (State.READ, "interrupted")
        assert tables() == set()

    def test_a_file_whose_worker_was_killed_after_the_end_goes_with_the_next_try(
        self, desk: Client, send: Send, tmp_path: Path
    ) -> None:
        upload = send(geopackage(tmp_path, wells()))
        file = tmp_path / "uploads" / upload.path
        kept = file.read_bytes()
        import_it(desk, upload, label="Sumur")
        file.parent.mkdir()
        file.write_bytes(kept)
        make_layer(upload.pk)
        assert not file.exists()
        assert Dataset.objects.count() == 1


class TestTheLayer:
    def test_it_is_a_layer_for_everyone(self, layer: Dataset) -> None:
        stranger = Client()
        assert layer.name == "sumur-warga"
        assert {row["nama"] for row in rows_of(stranger, layer.name)} >= {"Sumur Lama", "Sumber Air"}
        assert [row["nama"] for row in rows_of(stranger, layer.name, "dalam_m_min=20")] == ["Sumber Air"]
        assert stranger.get(f"/layers/{layer.name}/counts/").json()["total"] == 4
        version = layer.shown
        assert version is not None
        assert (version.rows, version.outside, version.geometry) == (4, 1, "point")
        assert [event.verb for event in history_of(layer)] == ["import"]

    def test_its_page_shows_map_rows_and_versions(self, desk: Client, layer: Dataset) -> None:
        page = desk.get(layer.get_absolute_url()).content.decode()
        assert "Sumur warga" in page
        assert "sumur.zip" in page
        assert "Sumur Lama" in desk.get(f"{layer.get_absolute_url()}rows/").content.decode()

    def test_a_newer_file_takes_its_place(self, desk: Client, layer: Dataset, send: Send, tmp_path: Path) -> None:
        newer = geopackage(tmp_path, wells().iloc[:1], "baru")
        upload = send(newer, to=f"{layer.get_absolute_url()}replace/")
        assert import_it(desk, upload).state == State.DONE
        assert [row["nama"] for row in rows_of(Client(), layer.name)] == ["Sumur Lama"]
        assert Client().get(f"/layers/{layer.name}/counts/").json()["total"] == 1
        layer.refresh_from_db()
        answer = desk.post(f"{layer.get_absolute_url()}version/", {"seen": layer.version, "number": 1})
        assert answer.status_code == 302
        assert len(rows_of(Client(), layer.name)) == 4

    def test_the_last_three_versions_are_kept(self, desk: Client, layer: Dataset, send: Send, tmp_path: Path) -> None:
        for number in range(2, 5):
            upload = send(geopackage(tmp_path, wells(), f"v{number}"), to=f"{layer.get_absolute_url()}replace/")
            assert import_it(desk, upload).state == State.DONE
        kept = dict(DatasetVersion.objects.filter(dataset=layer).values_list("number", "table"))
        assert kept[1] == ""
        assert tables() == {kept[2], kept[3], kept[4]}
        layer.refresh_from_db()
        gone = desk.post(f"{layer.get_absolute_url()}version/", {"seen": layer.version, "number": 1})
        assert gone.status_code == 409

    def test_areas_are_a_layer_too(self, desk: Client, send: Send, tmp_path: Path) -> None:
        upload = import_it(desk, send(geopackage(tmp_path, fields(), "kebun")), label="Kebun", audience="staff")
        assert upload.state == State.DONE, upload.fault
        assert {row["tanaman"] for row in rows_of(desk, "kebun")} == {"apel", "jeruk"}

    def test_taken_from_the_map(self, desk: Client, layer: Dataset) -> None:
        answer = desk.post(f"{layer.get_absolute_url()}remove/", {"seen": layer.version})
        assert answer.status_code == 302
        assert Client().get(f"/layers/{layer.name}/items/").status_code == 404
        assert desk.get(layer.get_absolute_url()).status_code == 404

    def test_whoever_comes_second_is_told(self, desk: Client, layer: Dataset) -> None:
        data = {"label": "Satu", "licence": "own", "audience": "staff", "seen": layer.version}
        assert desk.post(layer.get_absolute_url(), data).status_code == 302
        second = desk.post(layer.get_absolute_url(), data | {"label": "Dua"})
        assert second.status_code == 409
        assert "Dua" in second.content.decode()

    def test_shown_to_fewer_it_is_gone_for_strangers(self, desk: Client, layer: Dataset) -> None:
        data = {"label": layer.label, "licence": "own", "audience": "owner", "seen": layer.version}
        assert desk.post(layer.get_absolute_url(), data).status_code == 302
        assert Client().get(f"/layers/{layer.name}/items/").status_code == 404
        assert desk.get(f"/layers/{layer.name}/items/").status_code == 200


class TestWhoMay:
    @pytest.mark.parametrize(
        ("role", "status"),
        [
            (Role.OFFICER, 403),
            (Role.EXTENSION, 403),
            (Role.CAMAT, 403),
            (Role.HEAD, 200),
            (Role.DISPATCHER, 200),
            (Role.ADMIN, 200),
        ],
    )
    def test_bring_in_a_file(self, role: Role, status: int) -> None:
        client = Client()
        client.force_login(staff(role, agency="dpupr", areas=["35.79.01"] if role == Role.CAMAT else []))
        assert client.get("/data/new/").status_code == status

    def test_strangers_sign_in_first(self) -> None:
        assert Client().get("/data/new/").status_code == 302
        assert Client().post("/data/new/", {}).status_code == 302

    def test_nobody_sees_the_upload_of_another(self, send: Send, tmp_path: Path) -> None:
        upload = send(geopackage(tmp_path, wells()))
        other = Client()
        other.force_login(staff(Role.ADMIN))
        for end in ("", "state/"):
            assert other.get(f"{upload.get_absolute_url()}{end}").status_code == 404
        for end in ("read/", "import/", "cancel/", "throw-away/"):
            assert other.post(f"{upload.get_absolute_url()}{end}", {}).status_code == 404

    def test_a_dispatcher_may_not_show_it_to_everyone(self, tmp_path: Path, send: Send, desk: Client) -> None:
        upload = send(geopackage(tmp_path, wells()))
        dispatcher: User = staff(Role.DISPATCHER, agency="diskominfo")
        Upload.objects.filter(pk=upload.pk).update(owner=dispatcher, agency=dispatcher.memberships.get().agency)
        client = Client()
        client.force_login(dispatcher)
        answer = client.post(f"{upload.get_absolute_url()}import/", filled(client, upload, audience="everyone"))
        assert answer.status_code == 403
        assert "perencana" in answer.content.decode().lower()

    def test_an_officer_of_another_agency_does_not_see_what_is_for_one(self, desk: Client, layer: Dataset) -> None:
        data = {"label": layer.label, "licence": "own", "audience": "agency", "seen": layer.version}
        assert desk.post(layer.get_absolute_url(), data).status_code == 302
        for agency, status in (("bappelitbangda", 200), ("dpupr", 404)):
            client = Client()
            client.force_login(staff(Role.OFFICER, agency=agency))
            assert client.get(f"/layers/{layer.name}/items/").status_code == status
            assert client.get(layer.get_absolute_url()).status_code == status

    def test_without_its_token_no_form_is_taken(self, planner: User, tmp_path: Path) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(planner)
        assert client.post("/data/new/", {"file": sent(geopackage(tmp_path, wells()))}).status_code == 403
        assert not Upload.objects.exists()


class TestWhatFilesAreLike:
    def test_the_script_reads_the_limit_as_a_number(self, desk: Client) -> None:
        """Written as 1.024 it was one megabyte to the script, which sent nothing larger."""
        assert 'data-limit="1024"' in desk.get("/data/new/").content.decode()

    def test_a_packed_table_is_taken(self, desk: Client, send: Send, tmp_path: Path) -> None:
        packed = tmp_path / "sumur.csv.gz"
        packed.write_bytes(gzip.compress(b"nama,lat,lon\nSumur Lama,-7.87,112.53\n"))
        upload = import_it(desk, send(packed), audience="everyone")
        assert upload.dataset is not None, upload.fault
        assert upload.path.endswith(".csv.gz")
        assert [row["nama"] for row in rows_of(desk, upload.dataset.name)] == ["Sumur Lama"]

    def test_other_packed_files_are_refused(self, desk: Client, tmp_path: Path) -> None:
        for name in ("a.gz", "a.tar.gz", "a.gpkg.gz"):
            (tmp_path / name).write_bytes(gzip.compress(b"x"))
            assert desk.post("/data/new/", {"file": sent(tmp_path / name)}).status_code == 422, name

    def test_columns_that_nobody_filled_are_left_out_unless_they_are_wanted(
        self, desk: Client, send: Send, tmp_path: Path
    ) -> None:
        frame = wells().to_crs(4326).rename(columns={"nama": "Name"})
        path = tmp_path / "sumur.kml"
        frame.to_file(path, driver="LIBKML")
        upload = send(path)
        form = desk.get(upload.get_absolute_url()).context["form"]
        kept = {row.found.source: bool(row.keep.value()) for row in form.columns}
        assert kept["Name"]
        assert not kept["icon"]
        done = import_it(desk, upload, audience="everyone")
        assert done.dataset is not None, done.fault
        assert done.dataset.shown is not None
        assert "icon" not in {column["label"] for column in done.dataset.shown.columns}

    def test_each_of_several_points_is_a_row_of_its_own(self, desk: Client, send: Send, tmp_path: Path) -> None:
        frame = geopandas.GeoDataFrame(
            {"nama": ["Satu", "Banyak"]},
            geometry=[Point(112.53, -7.87), MultiPoint([(112.52, -7.88), (112.54, -7.86), (112.51, -7.87)])],
            crs=4326,
        )
        upload = send(geopackage(tmp_path, frame))
        assert "beberapa titik" in desk.get(upload.get_absolute_url()).content.decode()
        done = import_it(desk, upload, audience="everyone")
        assert done.dataset is not None, done.fault
        rows = rows_of(desk, done.dataset.name)
        assert [row["nama"] for row in rows] == ["Satu", "Banyak", "Banyak", "Banyak"]
        assert len({row["code"] for row in rows}) == len({row["lng"] for row in rows}) == 4
        assert "beberapa titik: 1" in desk.get(done.dataset.get_absolute_url()).content.decode()

    def test_a_table_without_places_makes_no_layer(self, desk: Client, send: Send, tmp_path: Path) -> None:
        upload = send(spreadsheet(tmp_path, "nama,jenis\nSumur Lama,gali\n"))
        page = desk.get(upload.get_absolute_url())
        assert not page.context["is_ready"]
        assert "letak barisnya" in page.content.decode()
        answer = desk.post(f"{upload.get_absolute_url()}import/", filled(desk, upload))
        assert answer.status_code == 422
