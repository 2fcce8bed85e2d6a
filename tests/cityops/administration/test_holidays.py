"""Days off: the calendar and the city's own days, year by year."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cityops.accounts.models import User
from cityops.administration.actions.holidays import (
    DayTaken,
    add_holiday,
    change_holiday,
    remove_holiday,
    restore_holiday,
)
from cityops.administration.changes import ChangedMeanwhile, seen_of
from cityops.administration.models import Change, Thing
from cityops.administration.views.holidays import days_of
from cityops.agencies.actions import upsert_holidays
from cityops.agencies.models import Holiday
from cityops.agencies.working_time import WorkingCalendar
from cityops.errors import NotFound
from cityops.policy.lines import Role
from geodata.city.entries import HolidayEntry
from tests.factories.agencies import staff

pytestmark = pytest.mark.django_db

ROOT = "/staff/administrasi/hari-libur/"
ANNIVERSARY, CHRISTMAS = date(2026, 10, 19), date(2026, 12, 25)
FROM_THE_FOLDER = HolidayEntry(on=ANNIVERSARY, name="Hari Jadi", is_working=False, source="Perda 1/2001")


@pytest.fixture
def admin() -> User:
    return staff(Role.ADMIN)


@pytest.fixture
def as_admin(admin: User, client: Client) -> Client:
    client.force_login(admin)
    return client


@pytest.fixture
def in_the_folder(monkeypatch: pytest.MonkeyPatch) -> HolidayEntry:
    """A city whose folder names a day of its own."""
    known = {ANNIVERSARY.isoformat(): FROM_THE_FOLDER}
    for module in ("actions.holidays", "views.holidays"):
        monkeypatch.setattr(f"cityops.administration.{module}.reference_days", lambda: known)
    upsert_holidays([FROM_THE_FOLDER])
    return FROM_THE_FOLDER


def form(**given: str) -> dict[str, str]:
    whole = {"day": ANNIVERSARY.isoformat(), "name": "Hari Jadi", "is_working": "0", "source": "SK 1/2026"}
    return whole | given


def due(days: int = 1) -> date:
    """The day on which a clock of so many days ends that starts on the Friday before the anniversary."""
    friday = timezone.make_aware(datetime(2026, 10, 16, 9))
    return timezone.localtime(WorkingCalendar().due_after(friday, days)).date()


class TestOwnDays:
    def test_a_day_is_added_changed_and_removed_and_the_calendar_follows(self, as_admin: Client) -> None:
        assert due() == ANNIVERSARY
        assert as_admin.post(f"{ROOT}baru/", form())["Location"] == f"{ROOT}?tahun=2026"
        assert due() == date(2026, 10, 20)
        page = as_admin.get(f"{ROOT}?tahun=2026").content.decode()
        assert "Hari Jadi" in page
        assert "SK 1/2026" in page
        address = f"{ROOT}2026-10-19/"
        changed = form(name="Hari Jadi Kota", is_working="1", seen=str(seen_of(Thing.HOLIDAY, ANNIVERSARY)))
        assert as_admin.post(address, changed).status_code == 302
        assert due() == ANNIVERSARY
        seen = seen_of(Thing.HOLIDAY, ANNIVERSARY)
        assert as_admin.post(f"{address}hapus/", {"seen": seen}).status_code == 302
        assert "Hari Jadi Kota" not in as_admin.get(f"{ROOT}?tahun=2026").content.decode()
        verbs = list(Change.objects.values_list("verb", flat=True))
        assert verbs == ["remove", "change", "add"]
        page = as_admin.get(address).content.decode()
        assert "dihapus di sini" in page
        assert as_admin.post(f"{ROOT}baru/", form()).status_code == 302  # and may be added again

    def test_an_own_day_goes_before_a_national_one(self, as_admin: Client) -> None:
        as_admin.post(f"{ROOT}baru/", form(day="2026-12-25", name="Kantor buka", is_working="1"))
        day = next(one for one in days_of(2026) if one.date == CHRISTMAS)
        assert (day.national, day.is_closed) == ("Hari Raya Natal", False)
        assert WorkingCalendar().is_working_day(CHRISTMAS)
        assert "buka seperti hari kerja" in as_admin.get(f"{ROOT}?tahun=2026").content.decode()

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"day": ""}, "Bidang ini"),
            ({"day": "kemarin"}, "tanggal"),
            ({"name": ""}, "Bidang ini"),
            ({"source": ""}, "Bidang ini"),
            ({"is_working": "x"}, "x"),
        ],
        ids=["no day", "no date", "no name", "no source", "neither"],
    )
    def test_what_is_wrong_is_said(self, as_admin: Client, given: dict[str, str], words: str) -> None:
        answer = as_admin.post(f"{ROOT}baru/", form(**({"name": "Hari Istimewa"} | given)))
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert not Holiday.objects.exists()

    def test_a_day_that_is_there_is_changed_there(self, as_admin: Client, admin: User) -> None:
        as_admin.post(f"{ROOT}baru/", form())
        answer = as_admin.post(f"{ROOT}baru/", form(name="Lain"))
        assert answer.status_code == 409
        assert "sudah ada di daftar" in answer.content.decode()
        with pytest.raises(DayTaken):
            add_holiday(actor=admin, day=ANNIVERSARY, name="Lain", is_working=False, source="SK")

    def test_the_second_is_told(self, as_admin: Client, admin: User) -> None:
        as_admin.post(f"{ROOT}baru/", form())
        with pytest.raises(ChangedMeanwhile):
            change_holiday(actor=admin, day=ANNIVERSARY, name="X", is_working=False, source="SK", seen=0)
        answer = as_admin.post(f"{ROOT}2026-10-19/", form(name="Yang saya tulis", seen="0"))
        assert answer.status_code == 409
        assert "Yang saya tulis" in answer.content.decode()

    @pytest.mark.parametrize("day", ["2026-10-20", "2026-13-01", "kemarin"])
    def test_what_is_no_day_of_the_city_s_is_not_there(self, day: str, as_admin: Client) -> None:
        assert as_admin.get(f"{ROOT}{day}/").status_code == 404
        assert as_admin.post(f"{ROOT}{day}/hapus/", {"seen": 0}).status_code == 404


@pytest.mark.usefixtures("in_the_folder")
class TestReference:
    def test_a_removed_day_does_not_come_back_by_loading(self, admin: User) -> None:
        remove_holiday(actor=admin, day=ANNIVERSARY, seen=0)
        upsert_holidays([FROM_THE_FOLDER])
        assert Holiday.objects.get(pk=ANNIVERSARY).is_removed
        assert due() == ANNIVERSARY

    def test_a_changed_day_stays_and_can_be_taken_back(self, as_admin: Client, admin: User) -> None:
        change_holiday(actor=admin, day=ANNIVERSARY, name="Lain", is_working=True, source="SK", seen=0)
        upsert_holidays([FROM_THE_FOLDER])
        assert Holiday.objects.get(pk=ANNIVERSARY).name == "Lain"
        assert "Perda 1/2001" in as_admin.get(f"{ROOT}2026-10-19/").content.decode()
        seen = seen_of(Thing.HOLIDAY, ANNIVERSARY)
        assert as_admin.post(f"{ROOT}2026-10-19/acuan/", {"seen": seen}).status_code == 302
        day = Holiday.objects.get(pk=ANNIVERSARY)
        assert (day.name, day.is_working, day.is_edited, day.is_removed) == ("Hari Jadi", False, False, False)
        upsert_holidays([HolidayEntry(on=ANNIVERSARY, name="Baru", is_working=False, source="x")])
        assert Holiday.objects.get(pk=ANNIVERSARY).name == "Baru"

    def test_a_removed_one_is_listed_so_that_it_can_be_taken_back(self, as_admin: Client, admin: User) -> None:
        remove_holiday(actor=admin, day=ANNIVERSARY, seen=0)
        page = as_admin.get(f"{ROOT}?tahun=2026").content.decode()
        assert "dihapus di sini" in page
        restore_holiday(actor=admin, day=ANNIVERSARY, seen=seen_of(Thing.HOLIDAY, ANNIVERSARY))
        assert due() == date(2026, 10, 20)

    def test_what_was_not_changed_has_nothing_to_take_back(self, admin: User) -> None:
        with pytest.raises(NotFound):
            restore_holiday(actor=admin, day=ANNIVERSARY, seen=0)


class TestYears:
    @pytest.mark.parametrize("asked", ["", "abc", "1", "99999", "²"])
    def test_what_is_no_year_is_this_one(self, asked: str, as_admin: Client) -> None:
        page = as_admin.get(ROOT, {"tahun": asked}).content.decode()
        assert f"Hari libur {timezone.localdate().year}" in page

    def test_a_year_without_joint_days_off_says_so(self, as_admin: Client) -> None:
        assert "belum memuat cuti bersama" in as_admin.get(f"{ROOT}?tahun=2040").content.decode()
        assert "belum memuat cuti bersama" not in as_admin.get(f"{ROOT}?tahun=2026").content.decode()

    def test_days_are_called_in_the_reader_s_language(self, as_admin: Client, settings: Any) -> None:
        as_admin.cookies["django_language"] = "en"
        assert "Christmas Day" in as_admin.get(f"{ROOT}?tahun=2026").content.decode()
