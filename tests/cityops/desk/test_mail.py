"""Mail to the staff: once a morning whatever happens to a worker, and at once for who wants that."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from cityops.accounts.models import User
from cityops.agencies.models import Agency, Holiday
from cityops.desk import mail as mails
from cityops.desk.mail import write_at_once, write_digests
from cityops.features.undo import PATIENCE
from cityops.notifications.mailing import choose_mailing
from cityops.notifications.models import DigestTurn, Mailing, Notice, OutboxMessage
from cityops.notifications.outbox import send_message, waiting_messages
from cityops.policy.lines import Role
from cityops.reports import actions
from cityops.reports.bulk import BULK
from cityops.reports.models import ReportContact
from tests.factories.agencies import staff
from tests.factories.reports import ReportFactory
from tests.factories.threads import at_once


def at(hour: int, minute: int = 0, *, day: int = 24) -> datetime:
    """A moment of a Tuesday in the city."""
    return timezone.make_aware(datetime(2026, 11, day, hour, minute))


@pytest.fixture
def officer(city: Any) -> User:
    return staff(Role.OFFICER, agency="dpupr", username="petugas", email="petugas@contoh.id")


def sent() -> Iterator[Any]:
    for pk in waiting_messages():
        send_message(pk)
    yield from mail.outbox


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


@pytest.mark.django_db
class TestAtOnce:
    def test_what_was_given_is_written_when_it_can_be_undone_no_more(self, officer: User) -> None:
        choose_mailing(actor=officer, mailing=Mailing.AT_ONCE)
        head = staff(Role.HEAD, agency="dpupr")
        given = [ReportFactory(text="KATA PELAPOR") for _ in range(2)]
        for report in given:
            actions.assign_report(actor=head, pk=report.pk, assignee="petugas")
        assert write_at_once(timezone.now()) == 0
        later = timezone.now() + PATIENCE + timedelta(seconds=1)
        assert [write_at_once(later), write_at_once(later)] == [1, 0]
        (one,) = sent()
        assert one.subject == "2 tugas diberikan kepada Anda"
        assert all(report.code in one.body for report in given)
        assert "KATA PELAPOR" not in one.body + one.alternatives[0][0]

    def test_of_what_was_given_in_bulk_it_tells_how_much_and_where(self, officer: User, settings: Any) -> None:
        choose_mailing(actor=officer, mailing=Mailing.AT_ONCE)
        head = staff(Role.HEAD, agency="dpupr")
        seen = {report.code: report.version for report in ReportFactory.create_batch(3)}
        BULK.make("assign", actor=head, seen=seen, given={"assignee": "petugas"})
        alone = ReportFactory()
        actions.assign_report(actor=head, pk=alone.pk, assignee="petugas")
        later = timezone.now() + PATIENCE + timedelta(seconds=1)
        assert [write_at_once(later), write_at_once(later)] == [1, 0]
        (one,) = sent()
        assert one.subject == "4 tugas diberikan kepada Anda"
        page = one.alternatives[0][0]
        assert "Laporan: 3\n" in one.body
        assert "Laporan</a>: 3" in page
        for text in (one.body, page):
            assert f"{settings.SITE_URL}/staff/?assignee=me" in text
            assert alone.code in text
            assert not any(code in text for code in seen)

    def test_what_goes_wrong_with_one_stops_no_other(self, officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
        other = staff(Role.OFFICER, agency="dpupr", username="rekan", email="rekan@contoh.id")
        head = staff(Role.HEAD, agency="dpupr")
        for person in (officer, other):
            choose_mailing(actor=person, mailing=Mailing.AT_ONCE)
            actions.assign_report(actor=head, pk=ReportFactory().pk, assignee=person.username)
        whole = mails.rows_as_told

        def dies(kind: Any, rows: Any, user: User) -> list[dict[str, str]]:
            if user == officer:
                raise MemoryError
            return whole(kind, rows, user)

        later = timezone.now() + PATIENCE + timedelta(seconds=1)
        with monkeypatch.context() as broken:
            broken.setattr(mails, "rows_as_told", dies)
            assert [write_at_once(later), write_at_once(later)] == [1, 0]
        assert [message.address for message in OutboxMessage.objects.all()] == ["rekan@contoh.id"]
        assert write_at_once(later) == 1
        assert {message.address for message in OutboxMessage.objects.all()} == {"petugas@contoh.id", "rekan@contoh.id"}

    @pytest.mark.parametrize("mailing", [Mailing.NONE, Mailing.MORNING, None])
    def test_for_who_wants_it_only(self, mailing: Mailing | None, officer: User) -> None:
        if mailing:
            choose_mailing(actor=officer, mailing=mailing)
        actions.assign_report(actor=staff(Role.HEAD, agency="dpupr"), pk=ReportFactory().pk, assignee="petugas")
        assert write_at_once(timezone.now() + PATIENCE * 2) == 0

    def test_what_was_read_already_needs_no_mail(self, officer: User) -> None:
        choose_mailing(actor=officer, mailing=Mailing.AT_ONCE)
        actions.assign_report(actor=staff(Role.HEAD, agency="dpupr"), pk=ReportFactory().pk, assignee="petugas")
        Notice.objects.update(read_at=timezone.now())
        assert write_at_once(timezone.now() + PATIENCE * 2) == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_write_once_what_was_given(city_in_earnest: Any) -> None:
    head = staff(Role.HEAD, agency="dpupr")
    for number in range(3):
        person = staff(Role.OFFICER, agency="dpupr", username=f"p{number}", email=f"petugas{number}@contoh.id")
        choose_mailing(actor=person, mailing=Mailing.AT_ONCE)
        actions.assign_report(actor=head, pk=ReportFactory().pk, assignee=person.username)
    later = timezone.now() + PATIENCE + timedelta(seconds=1)
    came = at_once(lambda: write_at_once(later), lambda: write_at_once(later))
    assert sum(came) == OutboxMessage.objects.count() == 3
