"""The summary of a morning by mail: once whatever happens to a worker."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cityops.accounts.models import User
from cityops.agencies.models import Agency, Holiday
from cityops.desk import digest_mail as mails
from cityops.desk.digest_mail import write_digests
from cityops.notifications.mailing import choose_mailing
from cityops.notifications.models import DigestTurn, Mailing, OutboxMessage
from cityops.policy.lines import Role
from cityops.reports import actions
from cityops.reports.models import ReportContact
from tests.cityops.desk.mailed import sent
from tests.factories.agencies import staff
from tests.factories.reports import ReportFactory
from tests.factories.threads import at_once


def at(hour: int, minute: int = 0, *, day: int = 24) -> datetime:
    """A moment of a Tuesday in the city."""
    return timezone.make_aware(datetime(2026, 11, day, hour, minute))


@pytest.fixture
def officer(city: Any) -> User:
    return staff(Role.OFFICER, agency="dpupr", username="petugas", email="petugas@contoh.id")


@pytest.mark.django_db
class TestMorning:
    @pytest.mark.parametrize(
        ("moment", "mails"),
        [(at(6, 59), 0), (at(7), 1), (at(11, 50), 1), (at(12), 0), (at(7, day=28), 0), (at(7, day=29), 0)],
        ids=["before-seven", "seven", "worker-was-away", "too-late", "saturday", "sunday"],
    )
    def test_at_seven_on_working_days(self, moment: datetime, mails: int, officer: User) -> None:
        ReportFactory()
        assert write_digests(moment) == mails
        assert OutboxMessage.objects.count() == mails

    def test_by_the_week_of_the_agency_and_the_city_s_own_days(self, officer: User) -> None:
        ReportFactory()
        Agency.objects.filter(pk="dpupr").update(week="six")
        assert write_digests(at(7, day=28)) == 1
        Holiday.objects.create(date="2026-11-24", name="Hari jadi")
        assert write_digests(at(7)) == 0

    def test_once_however_often_a_worker_looks(self, officer: User) -> None:
        ReportFactory()
        assert [write_digests(at(7)), write_digests(at(7, 10)), write_digests(at(9))] == [1, 0, 0]
        assert write_digests(at(7, day=25)) == 1

    def test_nothing_to_say_is_not_said(self, officer: User) -> None:
        assert write_digests(at(7)) == 0
        assert DigestTurn.objects.count() == 1
        assert not OutboxMessage.objects.exists()

    def test_who_wants_none_has_no_address_or_has_left_gets_none(self, officer: User) -> None:
        ReportFactory()
        choose_mailing(actor=officer, mailing=Mailing.NONE)
        staff(Role.OFFICER, agency="dpupr")
        staff(Role.OFFICER, agency="dpupr", email="x@contoh.id", is_active=False)
        assert write_digests(at(7)) == 0

    def test_a_worker_that_dies_in_the_middle_leaves_no_claim(
        self, officer: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ReportFactory()
        other = staff(Role.OFFICER, agency="dpupr", email="rekan@contoh.id")
        whole = mails.digest_of

        def dies(user: User, *given: Any) -> dict[str, Any]:
            if user == officer:
                raise MemoryError
            return whole(user, *given)

        with monkeypatch.context() as broken:
            broken.setattr(mails, "digest_of", dies)
            assert write_digests(at(7)) == 1
        assert [turn.user_id for turn in DigestTurn.objects.all()] == [other.pk]
        assert write_digests(at(7, 10)) == 1
        assert {message.address for message in OutboxMessage.objects.all()} == {"petugas@contoh.id", "rekan@contoh.id"}

    def test_it_holds_counts_codes_and_places_and_none_of_a_resident_s_words(self, officer: User) -> None:
        head = staff(Role.HEAD, agency="dpupr", email="kepala@contoh.id")
        late = ReportFactory(assignee=officer, overdue=True, text="KATA PELAPOR")
        ReportContact.objects.create(report=late, email="warga@contoh.id", name="Sumarni", phone="0812")
        ReportFactory.create_batch(2)
        actions.escalate_late()
        assert write_digests(at(7)) == 2
        by_address = {one.to[0]: one for one in sent()}
        mine, heads = by_address["petugas@contoh.id"], by_address[head.email]
        for page in (mine.body, mine.alternatives[0][0]):
            for words in (late.code, "Jalan rusak", "Sisir", "Tugas saya, terlambat", "Belum ada petugas"):
                assert words in page
        for text in (mine.body, mine.alternatives[0][0], heads.body, heads.alternatives[0][0]):
            for words in ("KATA PELAPOR", "Sumarni", "warga@contoh.id", "0812"):
                assert words not in text
        assert late.code in heads.body
        assert "Naik ke pimpinan" in heads.body
        assert "Selasa, 24 Nov" in mine.subject

    def test_at_most_ten_of_a_kind_and_how_many_more(self, officer: User) -> None:
        ReportFactory.create_batch(13, assignee=officer, overdue=True)
        write_digests(at(7))
        (one,) = sent()
        assert one.body.count("- BTU-") == 10
        assert "dan 3 lagi" in one.body

    def test_in_the_language_of_its_reader(self, officer: User) -> None:
        ReportFactory()
        User.objects.update(language="en")
        write_digests(at(7))
        (one,) = sent()
        assert one.subject == "Your work on Tuesday, 24 Nov"
        assert "Nobody’s yet" in one.body

    def test_it_can_be_stopped_by_its_own_header(self, officer: User, client: Client, settings: Any) -> None:
        ReportFactory()
        write_digests(at(7))
        (one,) = sent()
        assert one.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        address = one.extra_headers["List-Unsubscribe"].strip("<>")
        assert address.startswith(settings.SITE_URL)
        assert address in one.body
        client.post(address.removeprefix(settings.SITE_URL))
        assert write_digests(at(7, day=25)) == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_write_one(city_in_earnest: Any) -> None:
    ReportFactory()
    for number in range(3):
        staff(Role.OFFICER, agency="dpupr", email=f"petugas{number}@contoh.id")
    came = at_once(lambda: write_digests(at(7)), lambda: write_digests(at(7)))
    assert sum(came) == 3
    assert OutboxMessage.objects.count() == DigestTurn.objects.count() == 3
