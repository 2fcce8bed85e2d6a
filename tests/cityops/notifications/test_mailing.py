"""Mail about the work is chosen by who is signed in, and stopped by who has the link of a mail."""

import pytest
from django.test import Client

from cityops.accounts.models import User
from cityops.notifications.mailing import choose_mailing, mailing_of, unsubscribe_path
from cityops.notifications.models import Mailing, OutboxMessage
from cityops.policy.lines import Role
from tests.factories.accounts import UserFactory
from tests.factories.agencies import staff
from tests.factories.letters import work_mail_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
SETTINGS = "/staff/kabar/pengaturan/"


@pytest.fixture
def officer() -> User:
    return staff(Role.OFFICER, agency="dpupr", email="petugas@contoh.id")


def test_each_working_morning_is_what_is_usual(client: Client, officer: User) -> None:
    client.force_login(officer)
    page = client.get(SETTINGS).content.decode()
    assert mailing_of(officer) == Mailing.MORNING
    assert "petugas@contoh.id" in page


def test_it_is_chosen_and_kept(client: Client, officer: User) -> None:
    client.force_login(officer)
    assert client.post(SETTINGS, {"mailing": "at_once"}).status_code == 302
    assert mailing_of(officer) == Mailing.AT_ONCE
    wrong = client.post(SETTINGS, {"mailing": "hourly"})
    assert wrong.status_code == 422
    assert mailing_of(officer) == Mailing.AT_ONCE


def test_who_has_no_address_is_told_so(client: Client) -> None:
    client.force_login(staff(Role.OFFICER, agency="dpupr"))
    assert "belum punya alamat surel" in client.get(SETTINGS).content.decode()


class TestTheLink:
    def test_looking_at_it_stops_nothing(self, client: Client, officer: User) -> None:
        answer = client.get(unsubscribe_path(officer))
        assert answer.status_code == 200
        assert officer.get_full_name() not in answer.content.decode()
        assert mailing_of(officer) == Mailing.MORNING

    def test_a_mail_program_stops_it_without_cookie_or_token(self, officer: User) -> None:
        program = Client(enforce_csrf_checks=True)
        answer = program.post(unsubscribe_path(officer), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert mailing_of(officer) == Mailing.NONE

    def test_what_waits_does_not_leave(self, officer: User) -> None:
        for one in (officer, UserFactory()):
            work_mail_for(one)
        choose_mailing(actor=officer, mailing=Mailing.NONE)
        assert OutboxMessage.objects.count() == 1

    @pytest.mark.parametrize("token", ["1", "1:abc", "999999:abc"])
    def test_a_link_that_we_did_not_sign_is_nothing(self, client: Client, token: str) -> None:
        assert client.post(f"/kabar/berhenti/{token}/").status_code == 404
