"""Agencies and categories: what an administrator changes stays when reference data is loaded, or is taken back."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cityops.accounts.models import User
from cityops.administration.actions.reference_data import (
    change_agency,
    change_category,
    take_back_agency,
    take_back_category,
)
from cityops.administration.changes import seen_of
from cityops.administration.models import Change, Thing
from cityops.administration.reference import deviations_of
from cityops.agencies.actions import agency_values, upsert_agencies, upsert_categories
from cityops.agencies.models import Agency, Category
from cityops.agencies.working_time import WorkingCalendar
from cityops.errors import NotFound
from cityops.policy.lines import Role
from cityops.reports.actions import accept_report
from geodata.city.folder import REFERENCE_DIR, read_reference
from tests.factories.agencies import staff
from tests.factories.reports import ReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

FOLDER = read_reference("batu", REFERENCE_DIR)
ROOT = "/staff/administrasi"
POTHOLE = next(entry for entry in FOLDER.categories if entry.agency == "dpupr" and not entry.is_group)
DPUPR = next(entry for entry in FOLDER.agencies if entry.code == "dpupr")


@pytest.fixture(autouse=True)
def loaded(city: object) -> None:
    upsert_agencies(FOLDER.agencies)
    upsert_categories(FOLDER.categories)


@pytest.fixture
def admin() -> User:
    return staff(Role.ADMIN, name="Wati")


@pytest.fixture
def as_admin(admin: User, client: Client) -> Client:
    client.force_login(admin)
    return client


def agency_form(code: str = "dpupr", **changes: str) -> dict[str, Any]:
    """What a browser sends for the form of an agency."""
    agency = Agency.objects.get(code=code)
    names = ("name", "short_name", "remit", "phone", "email", "address", "week")
    form = {name: getattr(agency, name).replace("\n", "\r\n") for name in names}
    return form | {"is_verified": "on" if agency.is_verified else ""} | {"seen": seen_of(Thing.AGENCY, code)} | changes


def category_form(code: str = POTHOLE.code, **changes: str) -> dict[str, Any]:
    """What a browser sends for the form of a category."""
    category = Category.objects.get(code=code)
    form = {
        "agency": category.agency_id or "",
        "target_days": category.target_days,
        "seen": seen_of(Thing.CATEGORY, code),
    }
    form |= {name: getattr(category, name).replace("\n", "\r\n") for name in ("guidance", "guidance_en")}
    return form | {name: "on" for name in ("is_open", "is_public") if getattr(category, name)} | changes


class TestLoadedAgain:
    def test_what_was_changed_stays_and_all_else_follows_the_folder(self, admin: User) -> None:
        change_agency(actor=admin, code="dpupr", given={"phone": "0341 999", "week": "six"}, seen=0)
        newer = [replace(one, phone="0341 1", remit="Lain") if one.code == "dpupr" else one for one in FOLDER.agencies]
        upsert_agencies(newer)
        agency = Agency.objects.get(code="dpupr")
        assert (agency.phone, agency.week, agency.remit, agency.edited) == ("0341 999", "six", "Lain", ["phone"])

    def test_so_it_is_with_categories_and_with_those_that_left_the_folder(self, admin: User) -> None:
        given = {"target_days": 3, "agency_id": "dlh", "is_open": False, "guidance": "Ke PLN"}
        change_category(actor=admin, code=POTHOLE.code, given=given, seen=0)
        upsert_categories(replace(one, name="Lain") if one.code == POTHOLE.code else one for one in FOLDER.categories)
        category = Category.objects.get(code=POTHOLE.code)
        assert (category.target_days, category.agency_id, category.is_open) == (3, "dlh", False)
        assert category.name == "Lain"
        change_category(
            actor=admin, code=POTHOLE.code, given={"is_open": True}, seen=seen_of(Thing.CATEGORY, POTHOLE.code)
        )
        Category.objects.filter(code=POTHOLE.code).update(edited=["is_open"])
        upsert_categories(one for one in FOLDER.categories if one.code != POTHOLE.code)
        assert Category.objects.get(code=POTHOLE.code).is_open

    def test_nothing_is_marked_that_was_not_changed(self, as_admin: Client) -> None:
        for agency in Agency.objects.all():
            assert as_admin.post(f"{ROOT}/skpd/{agency.pk}/", agency_form(agency.pk)).status_code == 302
        for category in Category.objects.filter(children=None):
            answer = as_admin.post(f"{ROOT}/kategori/{category.pk}/", category_form(category.pk))
            assert answer.status_code == 302, category.pk
        assert not Change.objects.exists()
        assert not Agency.objects.exclude(edited=[]).exists()


class TestTakenBack:
    def test_the_page_shows_the_difference_and_takes_it_back(self, as_admin: Client) -> None:
        assert as_admin.post(f"{ROOT}/skpd/dpupr/", agency_form(short_name="PU Bina Marga")).status_code == 302
        page = as_admin.get(f"{ROOT}/skpd/dpupr/").content.decode()
        assert "Berbeda dari data acuan" in page
        assert f"Acuan: {DPUPR.short_name}" in page
        assert "diubah di sini" in as_admin.get(f"{ROOT}/skpd/").content.decode()
        form = {"column": "short_name", "seen": seen_of(Thing.AGENCY, "dpupr")}
        assert as_admin.post(f"{ROOT}/skpd/dpupr/acuan/", form).status_code == 302
        agency = Agency.objects.get(code="dpupr")
        assert (agency.short_name, agency.edited) == (DPUPR.short_name, [])
        assert "Berbeda dari data acuan" not in as_admin.get(f"{ROOT}/skpd/dpupr/").content.decode()
        assert list(Change.objects.values_list("verb", flat=True)) == ["take_back", "change"]

    def test_typing_the_reference_value_is_taking_it_back(self, admin: User) -> None:
        change_agency(actor=admin, code="dpupr", given={"phone": "0341 999"}, seen=0)
        change_agency(actor=admin, code="dpupr", given={"phone": DPUPR.phone}, seen=seen_of(Thing.AGENCY, "dpupr"))
        assert Agency.objects.get(code="dpupr").edited == []

    def test_an_agency_is_told_by_name(self, admin: User, as_admin: Client) -> None:
        change_category(actor=admin, code=POTHOLE.code, given={"agency_id": "dlh"}, seen=0)
        category = Category.objects.get(code=POTHOLE.code)
        assert [(one.column, one.theirs) for one in deviations_of(category)] == [("agency_id", "dpupr")]
        assert f"Acuan: {DPUPR.short_name}" in as_admin.get(f"{ROOT}/kategori/{POTHOLE.code}/").content.decode()
        take_back_category(
            actor=admin, code=POTHOLE.code, column="agency_id", seen=seen_of(Thing.CATEGORY, POTHOLE.code)
        )
        assert Category.objects.get(code=POTHOLE.code).agency_id == "dpupr"

    @pytest.mark.parametrize("column", ["phone", "week", "edited", "pk"])
    def test_what_does_not_differ_cannot_be_taken_back(self, column: str, admin: User) -> None:
        change_agency(actor=admin, code="dpupr", given={"week": "six"}, seen=0)
        with pytest.raises(NotFound):
            take_back_agency(actor=admin, code="dpupr", column=column, seen=seen_of(Thing.AGENCY, "dpupr"))


class TestAgency:
    def test_another_week_counts_for_clocks_that_start_afterwards(self, as_admin: Client) -> None:
        head = staff(Role.HEAD, agency="dpupr")
        before = ReportFactory(agency_id="dpupr", category=Category.objects.get(code=POTHOLE.code))
        accept_report(actor=head, pk=before.pk)
        before.refresh_from_db()
        was_due = before.due_at
        assert as_admin.post(f"{ROOT}/skpd/dpupr/", agency_form(week="six")).status_code == 302
        before.refresh_from_db()
        assert before.due_at == was_due
        after = ReportFactory(agency_id="dpupr", category=Category.objects.get(code=POTHOLE.code))
        accept_report(actor=head, pk=after.pk)
        after.refresh_from_db()
        six_days = WorkingCalendar.of(Agency.objects.get(code="dpupr"))
        assert after.due_at == six_days.due_after(timezone.now(), 5)
        assert after.due_at != WorkingCalendar().due_after(timezone.now(), 5)

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"name": ""}, "Bidang ini"),
            ({"phone": "<script>"}, "Tulis angka saja"),
            ({"email": "bukan"}, "email"),
            ({"week": "seven"}, "seven"),
        ],
        ids=["no name", "phone", "e-mail", "week"],
    )
    def test_what_is_wrong_is_said_and_nothing_is_lost(
        self, as_admin: Client, given: dict[str, str], words: str
    ) -> None:
        answer = as_admin.post(f"{ROOT}/skpd/dpupr/", agency_form(address="Jl. Panglima Sudirman 507", **given))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert words in page
        assert "Jl. Panglima Sudirman 507" in page
        assert Agency.objects.get(code="dpupr").address == DPUPR.address

    def test_the_second_is_told_who_changed_what(self, as_admin: Client) -> None:
        change_agency(actor=staff(Role.ADMIN, name="Slamet"), code="dpupr", given={"phone": "0341 1"}, seen=0)
        answer = as_admin.post(f"{ROOT}/skpd/dpupr/", agency_form(address="Jl. Baru", seen="0"))
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Slamet mengubah ini sementara itu (Diubah: telepon)" in page
        assert 'value="Jl. Baru"' in page

    def test_who_works_there_is_a_press_away(self, as_admin: Client) -> None:
        staff(Role.OFFICER, agency="dpupr", name="Ani")
        page = as_admin.get(f"{ROOT}/skpd/").content.decode()
        assert "1 orang" in page
        assert "Ani" in as_admin.get(f"{ROOT}/orang/?agency=dpupr").content.decode()

    def test_what_is_not_there(self, as_admin: Client) -> None:
        assert as_admin.get(f"{ROOT}/skpd/tidak-ada/").status_code == 404
        assert as_admin.get(f"{ROOT}/kategori/tidak-ada/").status_code == 404
        assert as_admin.get(f"{ROOT}/kategori/{POTHOLE.parent}/").status_code == 404  # a group is no category


class TestCategory:
    def test_new_reports_follow_and_those_that_are_there_stay(self, as_admin: Client) -> None:
        category = Category.objects.get(code=POTHOLE.code)
        report = ReportFactory(category=category, agency_id="dpupr")
        form = category_form(agency="dlh", target_days="3")
        assert as_admin.post(f"{ROOT}/kategori/{POTHOLE.code}/", form).status_code == 302
        report.refresh_from_db()
        category.refresh_from_db()
        assert (report.agency_id, category.agency_id, category.target_days) == ("dpupr", "dlh", 3)
        told = Change.objects.get().data["changed"]
        assert told == {"agency_id": ["dpupr", "dlh"], "target_days": [POTHOLE.target_days, 3]}

    def test_reports_leave_the_public_map_with_their_category(self, as_admin: Client) -> None:
        report = ReportFactory(category=Category.objects.get(code=POTHOLE.code), accepted=True)
        assert report.is_public
        form = category_form()
        del form["is_public"]
        assert as_admin.post(f"{ROOT}/kategori/{POTHOLE.code}/", form).status_code == 302
        report.refresh_from_db()
        assert not report.is_public

    def test_a_closed_one_must_say_where_to_go(self, as_admin: Client) -> None:
        form = category_form(guidance="")
        del form["is_open"]
        answer = as_admin.post(f"{ROOT}/kategori/{POTHOLE.code}/", form)
        assert answer.status_code == 422
        assert "ke mana warga harus pergi" in answer.content.decode()

    @pytest.mark.parametrize("days", ["0", "251", "-1", "banyak"])
    def test_a_target_is_a_number_of_days_of_a_year(self, days: str, as_admin: Client) -> None:
        answer = as_admin.post(f"{ROOT}/kategori/{POTHOLE.code}/", category_form(target_days=days))
        assert answer.status_code == 422
        assert f'value="{days}"' in answer.content.decode()

    def test_precision_is_read_and_never_written(self, as_admin: Client) -> None:
        form = category_form(public_precision="area", target_days="2")
        assert as_admin.post(f"{ROOT}/kategori/{POTHOLE.code}/", form).status_code == 302
        assert Category.objects.get(code=POTHOLE.code).public_precision == POTHOLE.precision
        assert "Tidak diubah di sini" in as_admin.get(f"{ROOT}/kategori/{POTHOLE.code}/").content.decode()


def test_the_values_of_the_folder_are_those_that_are_loaded() -> None:
    agency = Agency.objects.get(code="dpupr")
    assert all(getattr(agency, column) == value for column, value in agency_values(DPUPR).items())


def test_clocks_are_shown_with_where_they_are_set(as_admin: Client) -> None:
    page = as_admin.get(f"{ROOT}/tenggat/").content.decode()
    for words in ("Diterima", "Balasan pelapor", "tiap kategori, di sini", "tiap layanan, di data acuan kota"):
        assert words in page


def test_where_things_are_set_is_told_without_names_of_files(as_admin: Client) -> None:
    for address in ("tenggat/", f"kategori/{POTHOLE.code}/", "kategori/", "skpd/", "hari-libur/"):
        page = as_admin.get(f"{ROOT}/{address}")
        assert page.status_code == 200, address
        main = page.content.decode().partition("<main")[2]
        assert not re.search(r"\w\.(yaml|csv|md|py)\b|script/", main), address


def test_the_source_of_a_target_is_read_in_the_language_of_the_city(as_admin: Client) -> None:
    page = as_admin.get(f"{ROOT}/kategori/{POTHOLE.code}/").content.decode()
    assert "14 hari jika tidak perlu pemeriksaan di lapangan" in page
