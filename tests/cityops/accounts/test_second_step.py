"""Between the password and the work."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from cityops.accounts.actions import add_code_app, make_recovery_codes
from cityops.accounts.brake import FOR_A_NAME_FROM_AN_ADDRESS, FOR_A_SECOND_STEP
from cityops.accounts.models import CodeApp, RecoveryCode, Session, User
from cityops.features.history import history_of
from cityops.policy.lines import Role
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.agencies import staff
from tests.factories.second_factor import SECRET, code_now, with_code_app

pytestmark = pytest.mark.django_db
STEP = "/masuk/langkah-kedua/"


@pytest.fixture
def ani() -> User:
    return with_code_app(staff(Role.ADMIN, username="ani", name="Ani Lestari"))


def password(client: Client, name: str = "ani", to: str = "/masuk/") -> Any:
    return client.post(to, {"username": name, "password": PASSWORD})


def type_code(client: Client, code: str, **more: Any) -> Any:
    return client.post(STEP, {"code_app": code}, **more)


def is_signed_in(client: Client) -> bool:
    return bool(client.get("/akun/keamanan/").status_code == 200)


class TestSignIn:
    def test_the_password_alone_opens_nothing(self, client: Client, ani: User) -> None:
        assert password(client)["Location"] == STEP
        assert not is_signed_in(client)
        assert client.get("/staff/")["Location"].startswith("/masuk/")
        assert not Session.objects.filter(user=ani).exists()
        assert "Ani Lestari" in client.get(STEP).content.decode()

    def test_the_code_lets_in_to_where_one_wanted(self, client: Client, ani: User) -> None:
        password(client, to="/masuk/?next=/laporan/")
        before = client.session.session_key
        assert type_code(client, f" {code_now()[:3]} {code_now()[3:]} ")["Location"] == "/laporan/"
        assert client.session.session_key != before
        assert is_signed_in(client)
        event = history_of(ani).get(verb="sign_in")
        assert event.data["way"] == "code_app"
        assert "127.0.0.1" not in str(event.data)

    def test_a_wrong_code_is_told_noted_and_nothing_is_lost(self, client: Client, ani: User) -> None:
        password(client, to="/masuk/?next=/laporan/")
        answer = type_code(client, "000000")
        assert answer.status_code == 422
        assert "Kode ini belum tepat" in answer.content.decode()
        assert history_of(ani).filter(verb="second_step_failed").count() == 1
        assert type_code(client, code_now())["Location"] == "/laporan/"
        assert "Langkah kedua gagal" in client.get("/akun/keamanan/").content.decode()

    def test_a_code_is_accepted_once(self, ani: User) -> None:
        one, other, code = Client(), Client(), code_now()
        password(one)
        password(other)
        assert type_code(one, code).status_code == 302
        answer = type_code(other, code)
        assert answer.status_code == 422
        assert "sudah dipakai" in answer.content.decode()
        assert type_code(other, code_now(steps=-1)).status_code == 422  # nor is an earlier one
        assert not is_signed_in(other)

    @pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 302), (1, 302), (2, 422)])
    def test_a_phone_s_clock_may_be_a_step_wrong(self, steps: int, status: int, client: Client, ani: User) -> None:
        password(client)
        assert type_code(client, code_now(steps=steps)).status_code == status

    def test_nothing_typed_is_a_wrong_code(self, client: Client, ani: User) -> None:
        password(client)
        assert client.post(STEP, {}).status_code == 422

    def test_without_a_second_factor_nothing_has_changed(self, client: Client) -> None:
        UserFactory(username="budi")
        assert password(client, "budi").status_code == 302
        assert is_signed_in(client)

    def test_english(self, client: Client, ani: User) -> None:
        User.objects.filter(pk=ani.pk).update(language="en")
        client.cookies["django_language"] = "en"
        password(client)
        assert "This code is not right" in type_code(client, "000000").content.decode()
        assert type_code(client, code_now()).cookies["django_language"].value == "en"


class TestRecovery:
    def test_each_code_lets_in_once_however_it_is_typed(self, ani: User) -> None:
        codes = make_recovery_codes(actor=ani)
        assert len(set(codes)) == 10
        one, other = Client(), Client()
        password(one)
        typed = codes[0].lower().replace("-", " ")
        assert one.post(STEP, {"recovery": typed}).status_code == 302
        password(other)
        answer = other.post(STEP, {"recovery": codes[0]})
        assert answer.status_code == 422
        assert codes[0] in answer.content.decode()  # kept in its field, beside what is wrong
        assert other.post(STEP, {"recovery": codes[1]}).status_code == 302
        assert "tersisa 8" in other.get("/akun/keamanan/").content.decode()

    def test_only_hashes_are_kept_and_somebody_else_s_do_not_fit(self, client: Client, ani: User) -> None:
        other = with_code_app(UserFactory())
        codes = make_recovery_codes(actor=other)
        kept = "".join(RecoveryCode.objects.values_list("code_hash", flat=True)).upper()
        assert not [code for code in codes if code in kept or code.replace("-", "") in kept]
        password(client)
        assert client.post(STEP, {"recovery": codes[0]}).status_code == 422

    def test_new_ones_end_the_old(self, client: Client, ani: User) -> None:
        (old, *_rest), (new, *_others) = make_recovery_codes(actor=ani), make_recovery_codes(actor=ani)
        password(client)
        assert client.post(STEP, {"recovery": old}).status_code == 422
        assert client.post(STEP, {"recovery": new}).status_code == 302


class TestBrake:
    def test_guessing_is_stopped_the_right_code_too(self, client: Client, ani: User) -> None:
        password(client)
        statuses = [type_code(client, "000000").status_code for _ in range(FOR_A_NAME_FROM_AN_ADDRESS + 1)]
        assert statuses == [422] * FOR_A_NAME_FROM_AN_ADDRESS + [429]
        assert type_code(client, code_now()).status_code == 429
        again = Client()
        password(again)  # the right password once more does not set the count back
        assert type_code(again, code_now()).status_code == 429

    def test_many_addresses_do_not_help(self, client: Client, ani: User) -> None:
        password(client)
        for number in range(FOR_A_SECOND_STEP):
            assert type_code(client, "000000", REMOTE_ADDR=f"10.0.3.{number}").status_code == 422
        assert type_code(client, code_now(), REMOTE_ADDR="10.0.4.1").status_code == 429

    def test_a_stranger_cannot_stop_somebody_s_second_step_by_a_name(self, client: Client, ani: User) -> None:
        for number in range(FOR_A_SECOND_STEP):
            Client().post("/masuk/", {"username": str(ani.pk), "password": "x"}, REMOTE_ADDR=f"10.0.5.{number}")
        password(client)
        assert type_code(client, code_now()).status_code == 302


class TestInBetween:
    def test_too_late_begins_again_and_keeps_where_to(self, client: Client, ani: User) -> None:
        with time_machine.travel(timezone.now() - timedelta(minutes=11)):
            password(client, to="/masuk/?next=/laporan/")
        answer = type_code(client, code_now())
        assert answer.status_code == 403
        assert "/masuk/?next=/laporan/" in answer.content.decode()
        assert not is_signed_in(client)

    @pytest.mark.parametrize("what", ["disabled", "password", "deleted factor"])
    def test_the_account_changes_meanwhile(self, what: str, client: Client, ani: User) -> None:
        password(client)
        if what == "disabled":
            User.objects.update(is_active=False)
        elif what == "password":
            ani.set_password("lain-sama-sekali")
            ani.save()
        else:
            CodeApp.objects.all().delete()
        answer = type_code(client, code_now())
        assert answer.status_code == (422 if what == "deleted factor" else 403)
        assert not is_signed_in(client)

    def test_a_demo_account_does_not_come_through_in_production(self, client: Client, ani: User, settings: Any) -> None:
        User.objects.update(is_demo=True)
        password(client)
        settings.IS_PRODUCTION = True
        assert type_code(client, code_now()).status_code == 403

    def test_two_tabs(self, client: Client, ani: User) -> None:
        password(client)
        password(client)  # in the other tab
        assert type_code(client, code_now()).status_code == 302
        assert type_code(client, code_now()).status_code == 302  # the tab that was left leads on, to the work
        assert client.get(STEP)["Location"] == "/staff/"

    def test_out_of_nowhere_it_leads_to_the_sign_in(self, client: Client) -> None:
        assert client.get(STEP)["Location"] == "/masuk/"
        refused = client.post(f"{STEP}mulai/", headers={"accept": "application/json"})
        assert refused.status_code == 403
        assert refused.json()["code"] == "step_expired"

    def test_a_key_that_is_gone_lets_nobody_in(self, client: Client, ani: User, settings: Any) -> None:
        settings.SECRET_KEY = "another"
        password(client)
        assert type_code(client, code_now()).status_code == 422


def test_the_code_that_set_the_app_up_does_not_sign_in(client: Client) -> None:
    ani = UserFactory(username="ani")
    code = code_now()
    assert len(add_code_app(actor=ani, secret=SECRET, typed=code, keep=None)) == 10
    password(client)
    assert type_code(client, code).status_code == 422


def test_the_second_step_is_never_kept_by_a_browser(client: Client, ani: User) -> None:
    password(client)
    assert re.search("no-store", client.get(STEP)["Cache-Control"])
