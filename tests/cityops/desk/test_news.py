"""The bell: what is new for one person, and where it leads."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cityops.accounts.models import User
from cityops.notifications.models import Notice, What
from cityops.notifications.notices import give_notice
from cityops.policy.lines import Role
from cityops.reports import actions
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.reports import ReportFactory
from tests.layers.keeping import forget_kept
from tests.reference import know_reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
PAGE, HTMX = "/staff/kabar/", {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def officer() -> User:
    return staff(Role.OFFICER, agency="dpupr", username="petugas")


def test_an_empty_page_says_what_will_stand_here(client: Client, officer: User) -> None:
    client.force_login(officer)
    page = client.get(PAGE).content.decode()
    assert "Tidak ada yang baru" in page
    assert 'id="bell-number" hidden' in page


def test_the_header_tells_staff_how_many_and_residents_nothing(client: Client, officer: User) -> None:
    for number in range(3):
        give_notice([officer.pk], What.REPLY, kind="reports", code=f"BTU-{number}")
    client.force_login(officer)
    assert 'id="bell-number">3<' in client.get(PAGE).content.decode()
    client.force_login(UserFactory())
    assert 'class="menu bell"' not in client.get("/laporan/").content.decode()


def test_what_was_told_leads_to_its_report_and_is_read_then(client: Client, officer: User) -> None:
    head, report = staff(Role.HEAD, agency="dpupr", name="Kepala Sari"), ReportFactory()
    actions.assign_report(actor=head, pk=report.pk, assignee="petugas")
    client.force_login(officer)
    page = client.get(PAGE, **HTMX).content.decode()
    assert "Diberikan kepada Anda" in page
    assert "Kepala Sari" in page
    assert report.category.label in page
    notice = Notice.objects.get()
    answer = client.post(f"{PAGE}{notice.pk}/")
    assert answer["Location"] == f"/staff/?item={report.code}"
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_a_notice_of_somebody_else_is_not_there(client: Client, officer: User) -> None:
    give_notice([officer.pk], What.REPLY, kind="reports", code="BTU-1")
    client.force_login(staff(Role.OFFICER, agency="dpupr"))
    assert client.post(f"{PAGE}{Notice.objects.get().pk}/").status_code == 404
    assert Notice.objects.get().read_at is None


def test_what_is_no_longer_mine_is_named_by_its_code_alone(client: Client, officer: User) -> None:
    AgencyFactory(code="dlh")
    report = ReportFactory(assignee=officer, text="Kata-kata pelapor")
    give_notice([officer.pk], What.REPLY, kind="reports", code=report.code)
    actions.route_report(actor=staff(Role.DISPATCHER), pk=report.pk, agency="dlh", reason="Bukan jalan.")
    client.force_login(officer)
    page = client.get(PAGE).content.decode()
    assert "bukan lagi tugas Anda" in page
    assert "Kata-kata" not in page


@pytest.mark.parametrize(
    ("what", "leads"),
    [
        ("escalated", "escalated=1"),
        ("sekkota", "sekkota=1"),
        ("assigned", "assignee=me"),
        ("reply", "assignee=me"),
        ("reopened", "assignee=me"),
    ],
)
def test_several_at_once_lead_to_their_queue(what: str, leads: str, client: Client) -> None:
    admin = staff(Role.ADMIN)
    give_notice([admin.pk], What(what), kind="reports", number=7)
    client.force_login(admin)
    assert "Laporan: 7" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{Notice.objects.get().pk}/")["Location"] == f"/staff/?{leads}"


def test_several_of_another_kind_lead_to_my_work_of_that_kind(client: Client) -> None:
    admin = staff(Role.ADMIN)
    give_notice([admin.pk], What.ASSIGNED, kind="requests", number=4)
    client.force_login(admin)
    assert client.post(f"{PAGE}{Notice.objects.get().pk}/")["Location"] == "/staff/?assignee=me&of=requests"


def test_all_are_read_at_one_press(client: Client, officer: User) -> None:
    for number in range(3):
        give_notice([officer.pk], What.REPLY, kind="reports", code=f"BTU-{number}")
    client.force_login(officer)
    fragment = client.post(f"{PAGE}dibaca/", **HTMX).content.decode()
    assert 'id="bell-number" hx-swap-oob="true" hidden' in fragment
    assert "Semua dibaca" not in fragment
    assert client.post(f"{PAGE}dibaca/")["Location"] == PAGE
    assert not Notice.objects.filter(read_at=None).exists()


def test_what_waits_is_counted_and_not_a_row_each(client: Client, officer: User) -> None:
    ReportFactory.create_batch(4)
    ReportFactory(assignee=officer, overdue=True)
    ReportFactory(assignee=officer, due_at=timezone.now() + timedelta(hours=1))
    client.force_login(officer)
    page = client.get(PAGE, **HTMX).content.decode()
    for words, number in (("Tugas saya, terlambat", 1), ("Tugas saya, segera terlambat", 1), ("Belum ada petugas", 4)):
        assert f'<span>{words}</span><span class="news__count">{number}</span>' in page
    assert not Notice.objects.exists()


def test_what_was_returned_waits_for_the_dispatcher(client: Client, officer: User) -> None:
    report = ReportFactory(accepted=True)
    actions.return_report(actor=officer, pk=report.pk, reason="Bukan kami.")
    client.force_login(staff(Role.DISPATCHER))
    assert "/staff/?unrouted=1" in client.get(PAGE).content.decode()
    client.force_login(officer)
    assert "/staff/?unrouted=1" not in client.get(PAGE).content.decode()


def test_a_hundred_cost_as_many_statements_as_two(client: Client, officer: User) -> None:
    client.force_login(officer)

    def statements(count: int) -> int:
        for report in ReportFactory.create_batch(count):
            give_notice([officer.pk], What.REPLY, kind="reports", code=report.code)
        forget_kept()
        know_reference()
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        return len(asked.captured_queries)

    assert statements(2) == statements(60)
