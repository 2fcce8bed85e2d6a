"""Mail at once about what was given, for who wants that."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cityops.accounts.models import User
from cityops.desk import given_mail as mails
from cityops.desk.given_mail import write_at_once
from cityops.features.undo import PATIENCE
from cityops.notifications.mailing import choose_mailing
from cityops.notifications.models import Mailing, Notice, OutboxMessage
from cityops.policy.lines import Role
from cityops.reports import actions
from cityops.reports.bulk import BULK
from tests.cityops.desk.mailed import sent
from tests.factories.agencies import staff
from tests.factories.reports import ReportFactory
from tests.factories.threads import at_once


@pytest.fixture
def officer(city: Any) -> User:
    return staff(Role.OFFICER, agency="dpupr", username="petugas", email="petugas@contoh.id")


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
