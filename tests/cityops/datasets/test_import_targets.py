"""Facilities, farm plots, residents and place names of files; who may import what; two at the same moment."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import geopandas
import pytest
from django.db import connection
from django.test import Client
from shapely.geometry import MultiPolygon, Polygon

from cityops.accounts.models import User
from cityops.areas.models import AreaPopulation, PlaceName
from cityops.datasets.models import State, Upload
from cityops.datasets.queries import targets_of
from cityops.datasets.reading import read
from cityops.datasets.taking_in import take_in
from cityops.facilities.models import Facility
from cityops.farming.models import FarmPlot
from cityops.features.history import history_of
from cityops.features.imports import Field, Target, all_targets, register_target
from cityops.policy.lines import Role
from cityops.reports.models import Report
from tests.cityops.datasets.as_features import counts, mapped, reasons, taken, tried
from tests.cityops.datasets.conftest import Send
from tests.cityops.datasets.worker import database_url
from tests.factories import places
from tests.factories.agencies import AgencyFactory, CategoryFactory, staff
from tests.factories.files import geopackage, old_complaints, sent, spreadsheet
from tests.factories.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest")]

SCHOOLS = """npsn,nama,desa,alamat,latitude,longitude
1,SDN Sisir 01,Sisir,Jl. Munif 1,-7.87,112.53
2,SDN Temas 01,Kel. Temas,Jl. Patimura,,
3,SDN Entah,,,,
4,SDN Jakarta,,,-6.2,106.8
"""


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def upload_of(client: Client, path: Path) -> Upload:
    answer = client.post("/data/new/", {"file": sent(path)})
    assert answer.status_code == 302, answer.content.decode()
    upload = Upload.objects.latest("id")
    read(upload.pk)
    upload.refresh_from_db()
    return upload


class TestFacilities:
    @pytest.fixture
    def admin(self) -> Client:
        return signed_in(staff(Role.ADMIN))

    def import_schools(self, client: Client, folder: Path, text: str = SCHOOLS, **more: Any) -> Upload:
        upload = upload_of(client, spreadsheet(folder, text, "sekolah.csv"))
        tried(client, upload, "facilities", value_kind="school", **more)
        would = counts(upload)
        assert counts(taken(client, upload)) == would
        return upload

    def test_they_are_added_at_their_point_or_in_their_desa(self, admin: Client, tmp_path: Path) -> None:
        upload = self.import_schools(admin, tmp_path)
        assert counts(upload) == {"made": 2, "refused": 2}
        assert reasons(upload) == {"place_is_a_guess": 1, "no_coordinates": 1, "outside_city": 1}
        exact, guess = Facility.objects.order_by("name")
        assert (exact.address, exact.is_plausible, exact.area_id) == ("Jl. Munif 1", False, "35.79.01.1004")
        assert (guess.is_plausible, guess.area_id) == (True, "35.79.01.1001")
        assert [event.verb for event in history_of(exact)] == ["add"]

    def test_by_its_number_it_is_changed_and_moved(self, admin: Client, tmp_path: Path) -> None:
        self.import_schools(admin, tmp_path)
        text = "npsn,nama,telepon,lat,lng\n1,SD Negeri Sisir 1,0341 511 511,-7.871,112.531\n"
        upload = self.import_schools(admin, tmp_path, text)
        assert counts(upload) == {"changed": 1}
        school = Facility.objects.get(phone="0341 511 511")
        assert (school.name, school.address) == ("SD Negeri Sisir 1", "Jl. Munif 1")  # what is not said stays
        assert school.geom.coords == pytest.approx((112.531, -7.871))

    def test_by_its_name_within_fifty_metres_it_is_the_same(self, admin: Client, tmp_path: Path) -> None:
        self.import_schools(admin, tmp_path)
        near = "nama,alamat,lat,lng\nSDN SISIR-01,Jl. Baru,-7.8702,112.5302\nSDN Sisir 01,Jauh,-7.875,112.535\n"
        assert counts(self.import_schools(admin, tmp_path, near)) == {"changed": 1, "made": 1}
        assert Facility.objects.filter(address="Jl. Baru").count() == 1

    def test_the_same_file_again_changes_nothing(self, admin: Client, tmp_path: Path) -> None:
        self.import_schools(admin, tmp_path)
        assert counts(self.import_schools(admin, tmp_path)) == {"same": 2, "refused": 2}

    def test_hours_and_faults_of_hours(self, admin: Client, tmp_path: Path) -> None:
        text = "nama,buka,tutup,lat,lng\nA,08.00,16:00,-7.87,112.53\nB,pagi,16:00,-7.87,112.51\nC,8:00,,-7.85,112.53\n"
        upload = self.import_schools(admin, tmp_path, text)
        assert reasons(upload) == {"no_clock": 1, "only_one_time": 1}
        assert Facility.objects.get().openings.count() == 7


class TestPlots:
    SAID = {"value_commodity": "apel", "value_season": "2026-3", "value_consent": "daftar kelompok"}  # noqa: RUF012

    def field(self, west: float, south: float, side: float = 0.0006) -> Polygon:
        return Polygon([(west, south), (west + side, south), (west + side, south + side), (west, south + side)])

    def file(self, folder: Path) -> Path:
        shapes = [
            self.field(112.53, -7.87),
            self.field(112.5303, -7.87),  # over the first
            self.field(106.8, -6.2),  # in another city
            self.field(112.535, -7.87, 0.00001),  # a square metre
            MultiPolygon([self.field(112.525, -7.87), self.field(112.527, -7.87)]),
            self.field(112.51, -7.87),
        ]
        frame = geopandas.GeoDataFrame({"petani": [f"Pak {n}" for n in range(6)]}, geometry=shapes, crs=4326)
        return geopackage(folder, frame, "lahan")

    def test_each_is_checked_as_if_drawn_by_hand(self, tmp_path: Path) -> None:
        AgencyFactory(code="distan")
        client = signed_in(staff(Role.HEAD, agency="distan"))
        upload = upload_of(client, self.file(tmp_path))
        tried(client, upload, "plots", **self.SAID)
        assert counts(upload) == {"made": 2, "refused": 4}
        assert reasons(upload) == {"overlaps": 1, "plot_outside": 1, "plot_too_small": 1, "not_one_shape": 1}
        assert not FarmPlot.objects.exists()
        assert counts(taken(client, upload)) == {"made": 2, "refused": 4}
        plot = FarmPlot.objects.order_by("id").first()
        assert plot is not None
        assert (plot.state, plot.farmer.name, plot.farmer.consent) == ("submitted", "Pak 0", "daftar kelompok")

    def test_the_head_of_another_agency_enters_none(self, tmp_path: Path) -> None:
        AgencyFactory(code="distan")
        client = signed_in(staff(Role.HEAD, agency="dpupr"))
        upload = upload_of(client, self.file(tmp_path))
        tried(client, upload, "plots", **self.SAID)
        assert counts(upload) == {"refused": 6}
        assert reasons(upload)["not_allowed"] == 3  # the second overlaps one that was not kept

    def test_all_rows_may_have_all_values_in_common(self, tmp_path: Path) -> None:
        AgencyFactory(code="distan")
        client = signed_in(staff(Role.HEAD, agency="distan"))
        upload = upload_of(client, self.file(tmp_path))
        tried(client, upload, "plots", column_farmer="", value_farmer="Kelompok tani", **self.SAID)
        assert counts(taken(client, upload)) == {"made": 2, "refused": 4}

    def test_points_are_no_plots(self, tmp_path: Path) -> None:
        client = signed_in(staff(Role.HEAD, agency="distan"))
        upload = upload_of(client, spreadsheet(tmp_path, SCHOOLS))
        page = client.get(upload.get_absolute_url()).content.decode()
        assert "Perlu luasan" in page
        assert client.get(f"{upload.get_absolute_url()}as/plots/").status_code == 302


class TestFigures:
    def test_residents_by_code_and_by_name(self, desk: Client, send: Send, tmp_path: Path) -> None:
        text = (
            "wilayah,penduduk,tahun,sumber\n35.79.01.1001,17000,2024,Dispenduk\nKelurahan Sisir,20000,2024,Dispenduk\n"
            "Bumiaji,1,2024,x\nNirwana,5,2024,x\nTemas,9,2024,x\nBeji,banyak,2024,x\nBeji,7,2090,x\nBeji,7,2024,\n"
        )
        upload = send(spreadsheet(tmp_path, text))
        tried(desk, upload, "population", column_area="wilayah")
        assert counts(upload) == {"made": 2, "refused": 6}
        assert reasons(upload) == {
            "several_areas": 1,
            "unknown_value": 1,
            "twice_in_file": 1,
            "file:bad_number": 1,
            "not_yet": 1,
            "no_value": 1,
        }
        taken(desk, upload)
        figure = AreaPopulation.objects.get(area="35.79.01.1001")
        assert (figure.residents, figure.on.isoformat(), figure.source) == (17000, "2024-12-31", "Dispenduk")

    def test_a_figure_of_the_day_is_changed(self, desk: Client, send: Send, tmp_path: Path) -> None:
        said = {"column_area": "desa", "value_on": "2024", "value_source": "Dispenduk"}
        for residents, expected in ((100, "made"), (100, "same"), (120, "changed")):
            upload = send(spreadsheet(tmp_path, f"desa,jiwa\nTemas,{residents}\n"))
            tried(desk, upload, "population", **said)
            assert counts(taken(desk, upload)) == {expected: 1}
        assert AreaPopulation.objects.get().residents == 120

    def test_place_names_replace_those_of_their_source(self, desk: Client, send: Send, tmp_path: Path) -> None:
        PlaceName.objects.create(name="Lama", place=places.IN_BEJI, source="peta desa")
        text = "nama,lat,lng\nCoban Rais,-7.87,112.53\nTemas,-7.87,112.51\n,-7.87,112.53\n"
        upload = send(spreadsheet(tmp_path, text))
        tried(desk, upload, "place-names", value_source="peta desa")
        assert PlaceName.objects.get().name == "Lama"
        assert counts(taken(desk, upload)) == {"made": 1, "same": 1, "refused": 1}
        assert [name.name for name in PlaceName.objects.all()] == ["Coban Rais"]


class TestWhoMayImport:
    EXPECTED = {  # noqa: RUF012
        Role.OFFICER: set(),
        Role.HEAD: {"reports", "facilities", "plots"},
        Role.DISPATCHER: {"reports", "facilities"},
        Role.CAMAT: set(),
        Role.LURAH: set(),
        Role.EXTENSION: set(),
        Role.PLANNER: {"reports", "population", "place-names"},
        Role.ADMIN: {"reports", "facilities", "population", "place-names"},
    }

    @pytest.mark.parametrize("role", Role)
    def test_each_role_has_its_own(self, role: Role) -> None:
        person = staff(role, agency="dpupr", areas=["35.79.01.1001"])
        assert {target.name for target in targets_of(person)} == self.EXPECTED[role]

    @pytest.mark.parametrize("role", Role)
    def test_only_those_open(self, role: Role, tmp_path: Path) -> None:
        person = staff(role, agency="dpupr", areas=["35.79.01.1001"])
        client = signed_in(person)
        answer = client.post("/data/new/", {"file": sent(spreadsheet(tmp_path, SCHOOLS))})
        if not self.EXPECTED[role]:
            assert answer.status_code == 403
            return
        upload = Upload.objects.latest("id")
        read(upload.pk)
        for target in all_targets():
            status = client.get(f"{upload.get_absolute_url()}as/{target.name}/").status_code
            may = target.name in self.EXPECTED[role]
            assert status in ((200, 302) if may else (403,)), target.name

    def test_whoever_lost_the_role_meanwhile_imports_nothing(
        self, desk: Client, planner: User, send: Send, tmp_path: Path
    ) -> None:
        CategoryFactory()
        upload = send(old_complaints(tmp_path))
        tried(desk, upload, "reports")
        desk.post(f"{upload.get_absolute_url()}take/")
        planner.memberships.all().delete()
        take_in(upload.pk)
        upload.refresh_from_db()
        assert upload.state == State.READ
        assert not Report.objects.exists()

    def test_nobody_sees_the_upload_of_another(self, desk: Client, send: Send, tmp_path: Path) -> None:
        upload = send(old_complaints(tmp_path))
        other = signed_in(staff(Role.PLANNER))
        for path in ("as/reports/", "rows.csv"):
            assert other.get(f"{upload.get_absolute_url()}{path}").status_code == 404
        assert other.post(f"{upload.get_absolute_url()}take/").status_code == 404


def test_two_people_import_the_same_file_at_the_same_moment(tmp_path: Path) -> None:
    CategoryFactory()
    uploads = []
    for _n in range(2):
        client = signed_in(staff(Role.PLANNER))
        upload = upload_of(client, old_complaints(tmp_path))
        tried(client, upload, "reports")
        client.post(f"{upload.get_absolute_url()}take/")
        uploads.append(upload)
    at_once(*(lambda pk=upload.pk: take_in(pk) for upload in uploads))
    for upload in uploads:
        upload.refresh_from_db()
        assert upload.state == State.DONE, upload.fault
    assert sorted(counts(upload).get("made", 0) for upload in uploads) == [0, 2]
    assert Report.objects.count() == 2


def test_two_workers_with_the_same_upload_import_it_once(desk: Client, send: Send, tmp_path: Path) -> None:
    CategoryFactory()
    upload = send(old_complaints(tmp_path))
    tried(desk, upload, "reports")
    desk.post(f"{upload.get_absolute_url()}take/")
    at_once(lambda: take_in(upload.pk), lambda: take_in(upload.pk))
    assert Report.objects.count() == 2


def test_a_target_is_registered_once() -> None:
    taken_name = next(all_targets()).name
    target = Target(taken_name, "x", "info", "reports", "import", "", (Field("a", "A"),), begin=lambda _actor: None)  # type: ignore[arg-type, return-value]
    with pytest.raises(ValueError, match="twice"):
        register_target(target)


def test_what_must_be_said_is_asked_for(desk: Client, send: Send, tmp_path: Path) -> None:
    upload = send(spreadsheet(tmp_path, "apa,siapa\nx,y\n"))
    address = f"{upload.get_absolute_url()}as/reports/"
    answer = desk.post(address, mapped(desk, upload, "reports"))
    assert answer.status_code == 422
    assert {"value_text", "value_category", "value_date", "column_place"} <= set(answer.context["form"].errors)


WORKER = """
import sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
settings.UPLOAD_DIR = Path(sys.argv[2])
from cityops.datasets.taking_in import take_in
take_in(int(sys.argv[1]))
"""


def test_a_worker_that_is_killed_leaves_nothing_and_the_next_does_it_once(
    desk: Client, send: Send, tmp_path: Path, settings: Any
) -> None:
    CategoryFactory()
    rows = "".join(f"K-{n},2020-01-02,Lubang nomor {n},-7.87,112.53\n" for n in range(4000))
    upload = send(spreadsheet(tmp_path, f"nomor,tanggal,isi,lat,lng\n{rows}"))
    tried(desk, upload, "reports", value_category="jalan-rusak")
    desk.post(f"{upload.get_absolute_url()}take/")
    killed = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(upload.pk), str(settings.UPLOAD_DIR)],
        env={**os.environ, "DATABASE_URL": database_url(), "DATABASE_OWNER_URL": database_url()},
    )
    try:
        while killed.poll() is None:  # until some thousand are written, and before all are
            upload.refresh_from_db()
            if upload.progress.get("rows", 0) >= 1000:
                break
    finally:
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    assert killed.returncode == -signal.SIGKILL
    with connection.cursor() as cursor:  # PostgreSQL may take a moment to see that nobody is there any more
        cursor.execute("SELECT pg_advisory_lock(hashtext('datasets.import'), %s)", [upload.pk])
        cursor.execute("SELECT pg_advisory_unlock(hashtext('datasets.import'), %s)", [upload.pk])
    assert not Report.objects.exists()
    take_in(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, counts(upload)) == (State.DONE, {"made": 4000})
    assert Report.objects.count() == 4000
