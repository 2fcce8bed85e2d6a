"""Choosing a password by a link, and asking for a link by name."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from cityops.accounts.brake import FOR_A_NAME_FROM_AN_ADDRESS
from cityops.accounts.models import Session, User
from cityops.administration.actions.people import send_password_link
from cityops.administration.links import PAUSE, make_link
from cityops.administration.models import Change
from cityops.features.history import history_of
from cityops.notifications.mailing import choose_mailing
from cityops.notifications.models import Mailing, OutboxMessage
from cityops.notifications.outbox import send_message
from cityops.policy.lines import Role
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.agencies import staff
from tests.factories.letters import work_mail_for

pytestmark = pytest.mark.django_db

NEW = "apel-manis-dari-batu"


def path_of(person: User) -> str:
    person.refresh_from_db()  # a sign-in ends the links of before
    address = make_link(person).address
    return address[address.index("/masuk/") :]


def choose(client: Client, path: str, password: str = NEW, again: str = "") -> Any:
    """Open the link, and send the form that it leads to."""
    form = client.get(path)["Location"]
    return client.post(form, {"new_password1": password, "new_password2": again or password})


class TestChoose:
    def test_the_link_in_the_mail_leads_to_a_password(self, client: Client) -> None:
        person = staff(Role.OFFICER, agency="dpupr", username="ani", email="ani@example.org")
        send_password_link(actor=staff(Role.ADMIN), person_id=person.pk)
        assert send_message(OutboxMessage.objects.get().pk)
        letter = mail.outbox[0]
        assert letter.to == ["ani@example.org"]
        assert "3 hari" in letter.body
        path = re.search(r"/masuk/sandi/\S+", str(letter.body))
        assert path
        page = client.get(path[0], follow=True)
        assert "ani" in page.content.decode()
        assert path[0] != page.redirect_chain[-1][0]  # the token does not stay in the address
        answer = choose(client, path[0])
        assert answer["Location"] == "/masuk/"
        signed_in = client.post("/masuk/", {"username": "ani", "password": NEW})
        assert signed_in["Location"] == "/staff/"
        assert Change.objects.filter(verb="choose_password", actor=person).count() == 1

    def test_once(self, client: Client) -> None:
        person = UserFactory()
        path = path_of(person)
        choose(client, path)
        answer = Client().get(path)
        assert answer.status_code == 410
        assert "sudah tidak berlaku" in answer.content.decode()

    def test_for_some_days(self, client: Client, settings: Any) -> None:
        path = path_of(UserFactory())
        settings.PASSWORD_RESET_TIMEOUT = -1
        assert client.get(path).status_code == 410

    @pytest.mark.parametrize(
        "path", ["/masuk/sandi/MQ/abc-def/", "/masuk/sandi/%C3%A9/x/", "/masuk/sandi/MQ/set-password/"]
    )
    def test_what_is_made_up_leads_nowhere(self, path: str, client: Client) -> None:
        assert client.get(path).status_code == 410

    def test_not_for_accounts_that_are_not_in_use(self, client: Client, settings: Any) -> None:
        assert client.get(path_of(UserFactory(is_active=False))).status_code == 410
        path = path_of(UserFactory(is_demo=True))
        settings.IS_PRODUCTION = True
        assert client.get(path).status_code == 410

    @pytest.mark.parametrize(
        ("password", "again", "words"),
        [
            ("pendek", "", "terlalu pendek"),
            ("kata-sandi-satu", "kata-sandi-dua", "tidak sama"),
            ("password12", "", "umum"),
        ],
        ids=["short", "different", "common"],
    )
    def test_a_weak_one_is_refused_with_the_reason(self, client: Client, password: str, again: str, words: str) -> None:
        person = UserFactory(username="ani")
        answer = choose(client, path_of(person), password, again)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        wrong = "new_password2" if again else "new_password1"
        assert list(answer.context["form"].errors) == [wrong]
        person.refresh_from_db()
        assert person.check_password(PASSWORD)

    def test_whoever_was_signed_in_is_not_any_more(self, client: Client) -> None:
        person = staff(Role.PLANNER, username="ani")
        elsewhere = Client()
        elsewhere.post("/masuk/", {"username": "ani", "password": PASSWORD})
        choose(client, path_of(person))
        assert not Session.objects.filter(user=person).exists()
        assert elsewhere.get("/staff/")["Location"].startswith("/masuk/")

    def test_it_stands_among_what_happened_with_the_account(self, client: Client) -> None:
        person = staff(Role.PLANNER, username="ani")
        choose(client, path_of(person))
        assert history_of(person).get(verb="password_changed").actor == person

    def test_in_the_browser_where_one_is_signed_in(self, client: Client) -> None:
        person = staff(Role.PLANNER, username="ani")
        client.post("/masuk/", {"username": "ani", "password": PASSWORD})
        assert choose(client, path_of(person))["Location"] == "/masuk/"
        assert "kata sandi" in client.get("/masuk/").content.decode().lower()
        assert client.get("/staff/")["Location"].startswith("/masuk/")


class TestForgotten:
    def ask(self, who: str, address: str = "10.0.0.1") -> Any:
        return Client().post("/masuk/lupa/", {"who": who}, REMOTE_ADDR=address)

    def test_the_answer_is_the_same_whether_there_is_anybody(self) -> None:
        UserFactory(username="ani", email="ani@example.org")
        UserFactory(username="tanpa-alamat")
        pages = [self.ask(who) for who in ("ani", "ANI@example.org", "tanpa-alamat", "siapa")]
        bodies = {
            re.sub(r'nonce="[^"]+"|value="[^"]{64}"|"X-CSRFToken": "[^"]+"', "", page.content.decode())
            for page in pages
        }
        assert len(bodies) == 1
        assert {page.status_code for page in pages} == {200}
        assert [message.address for message in OutboxMessage.objects.all()] == ["ani@example.org"]

    def test_a_second_press_sends_no_second_mail(self) -> None:
        UserFactory(username="ani", email="ani@example.org")
        self.ask("ani")
        self.ask("ani")
        assert OutboxMessage.objects.count() == 1
        OutboxMessage.objects.update(created_at=timezone.now() - PAUSE - timedelta(seconds=1))
        self.ask("ani")
        assert OutboxMessage.objects.count() == 2

    def test_mail_about_the_work_is_not_taken_for_a_link(self) -> None:
        work_mail_for(UserFactory(username="ani", email="ani@example.org"))
        self.ask("ani")
        assert OutboxMessage.objects.filter(template="password_link").exists()

    def test_who_wants_no_mail_about_the_work_still_gets_the_link(self) -> None:
        person = UserFactory(username="ani", email="ani@example.org")
        self.ask("ani")
        work_mail_for(person)
        choose_mailing(actor=person, mailing=Mailing.NONE)
        assert [message.template for message in OutboxMessage.objects.all()] == ["password_link"]

    def test_not_to_those_who_are_disabled(self) -> None:
        UserFactory(username="ani", email="ani@example.org", is_active=False)
        self.ask("ani")
        assert not OutboxMessage.objects.exists()

    def test_it_is_braked_like_signing_in_and_does_not_lock_that(self) -> None:
        UserFactory(username="ani")
        statuses = [self.ask("ani").status_code for _ in range(FOR_A_NAME_FROM_AN_ADDRESS + 1)]
        assert statuses == [200] * FOR_A_NAME_FROM_AN_ADDRESS + [429]
        signed_in = Client().post("/masuk/", {"username": "ani", "password": PASSWORD}, REMOTE_ADDR="10.0.0.1")
        assert signed_in.status_code == 302

    def test_nothing_typed_is_said(self) -> None:
        answer = self.ask("")
        assert answer.status_code == 422
        assert "Tulis nama pengguna" in answer.content.decode()

    def test_where_no_mail_leaves_the_page_says_whom_to_ask(self, settings: Any) -> None:
        settings.HAS_MAIL = False
        UserFactory(username="ani", email="ani@example.org")
        page = Client().get("/masuk/lupa/").content.decode()
        assert "Hubungi administrator" in page
        assert "tidak sampai kepada siapa pun" in page  # it is written, to files
        self.ask("ani")
        assert not OutboxMessage.objects.exists()

    def test_the_sign_in_leads_here(self, client: Client) -> None:
        assert 'href="/masuk/lupa/"' in client.get("/masuk/").content.decode()
