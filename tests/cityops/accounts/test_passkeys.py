"""Passkeys, with a device in software: what is believed of it, and what is not."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from cityops.accounts.models import Passkey, User
from cityops.features.history import history_of
from cityops.policy.lines import Role
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.agencies import staff
from tests.factories.authenticator import Authenticator
from tests.factories.second_factor import with_code_app

pytestmark = pytest.mark.django_db
PAGE, STEP, ALONE = "/akun/keamanan/", "/masuk/langkah-kedua/", "/masuk/kunci-sandi/"


@pytest.fixture
def ani() -> User:
    return staff(Role.ADMIN, username="ani")


def browser() -> Client:
    return Client(SERVER_NAME="localhost")


def password(client: Client, name: str = "ani") -> Any:
    return client.post("/masuk/", {"username": name, "password": PASSWORD})


def asked(client: Client, address: str) -> dict[str, Any]:
    answer = client.post(f"{address}mulai/")
    assert answer.status_code == 200, answer.content
    options: dict[str, Any] = answer.json()
    return options


def add(client: Client, device: Authenticator, **how: Any) -> Any:
    made = device.make(asked(client, f"{PAGE}kunci-sandi/"), **how)
    return client.post(f"{PAGE}kunci-sandi/", {"name": "HP Ani", "passkey": made})


@pytest.fixture
def device(ani: User) -> Authenticator:
    """A device whose passkey Ani has added."""
    made = Authenticator()
    client = browser()
    password(client)
    assert add(client, made).status_code == 200
    return made


def is_signed_in(client: Client) -> bool:
    return bool(client.get(PAGE).status_code == 200)


class TestAdding:
    def test_the_first_brings_recovery_codes(self, ani: User) -> None:
        client = browser()
        password(client)
        done = add(client, Authenticator()).content.decode()
        assert done.count("<code>") == 10
        page = client.get(PAGE).content.decode()
        assert "HP Ani" in page and "belum pernah dipakai" in page
        assert history_of(ani).get(verb="factor_added").data["way"] == "passkey"

    @pytest.mark.parametrize(
        "how", [{"origin": "https://batu.example.com"}, {"rp": "example.com"}], ids=["origin", "rp"]
    )
    def test_one_made_on_another_site_is_refused(self, how: dict[str, str], ani: User) -> None:
        client = browser()
        password(client)
        answer = add(client, Authenticator(), **how)
        assert answer.status_code == 422
        assert "HP Ani" in answer.content.decode()  # the name that was typed
        assert not Passkey.objects.exists()

    @pytest.mark.parametrize("answer", ["", "{}", "[]", "null", "{", '{"rawId": 1}', "[" * 5000, '{"response": {}}'])
    def test_what_is_no_answer_is_refused_in_words(self, answer: str, ani: User) -> None:
        client = browser()
        password(client)
        asked(client, f"{PAGE}kunci-sandi/")
        refused = client.post(f"{PAGE}kunci-sandi/", {"name": "HP", "passkey": answer})
        assert refused.status_code == 422
        assert "Kunci sandi ini tidak membuka" in refused.content.decode()

    def test_the_same_device_twice_is_known(self, device: Authenticator, ani: User) -> None:
        client = browser()
        password(client)
        client.post(STEP, {"passkey": device.sign(asked(client, STEP))})
        options = asked(client, f"{PAGE}kunci-sandi/")
        assert len(options["publicKey"]["excludeCredentials"]) == 1
        made = device.make(options)
        assert client.post(f"{PAGE}kunci-sandi/", {"name": "lagi", "passkey": made}).status_code == 409

    def test_without_a_name_it_is_not_added(self, ani: User) -> None:
        client = browser()
        password(client)
        made = Authenticator().make(asked(client, f"{PAGE}kunci-sandi/"))
        assert client.post(f"{PAGE}kunci-sandi/", {"name": " ", "passkey": made}).status_code == 422
        assert not Passkey.objects.exists()

    def test_an_address_that_is_a_number_offers_none(self, ani: User) -> None:
        client = Client(SERVER_NAME="127.0.0.1")
        password(client)
        assert "Pasang aplikasi autentikator" in client.get(f"{PAGE}kunci-sandi/").content.decode()
        assert "kunci-sandi/" not in client.get(PAGE).content.decode()
        assert "data-passkey" not in Client(SERVER_NAME="127.0.0.1").get("/masuk/").content.decode()


class TestSecondStep:
    def test_it_lets_in(self, device: Authenticator, ani: User) -> None:
        client = browser()
        assert password(client)["Location"] == STEP
        assert client.post(STEP, {"passkey": device.sign(asked(client, STEP))})["Location"] == "/staff/"
        assert is_signed_in(client)
        assert Passkey.objects.get().used_at is not None
        assert history_of(ani).filter(verb="sign_in", data__way="passkey").count() == 1

    @pytest.mark.parametrize(
        "how",
        [{"origin": "https://batu.example.com"}, {"rp": "example.com"}, {"kind": "webauthn.create"}],
        ids=["origin", "rp", "kind"],
    )
    def test_what_another_site_asked_for_is_refused(self, how: dict[str, str], device: Authenticator) -> None:
        client = browser()
        password(client)
        assert client.post(STEP, {"passkey": device.sign(asked(client, STEP), **how)}).status_code == 422
        assert not is_signed_in(client)

    def test_an_answer_counts_once_and_for_its_own_session(self, device: Authenticator) -> None:
        one, other = browser(), browser()
        password(one)
        password(other)
        signed = device.sign(asked(one, STEP))
        asked(other, STEP)
        assert other.post(STEP, {"passkey": signed}).status_code == 422
        assert one.post(STEP, {"passkey": signed}).status_code == 302
        again = browser()
        password(again)
        asked(again, STEP)
        assert again.post(STEP, {"passkey": signed}).status_code == 422

    def test_too_late_an_answer_is_refused(self, device: Authenticator) -> None:
        client = browser()
        password(client)
        signed = device.sign(asked(client, STEP))
        with time_machine.travel(timezone.now() + timedelta(seconds=301)):
            assert client.post(STEP, {"passkey": signed}).status_code == 422

    def test_somebody_else_s_passkey_does_not_fit(self, device: Authenticator) -> None:
        with_code_app(UserFactory(username="budi"))
        client = browser()
        password(client, "budi")
        assert client.post(STEP, {"passkey": device.sign(asked(client, STEP))}).status_code == 422
        assert not is_signed_in(client)

    def test_another_key_under_the_same_name_is_refused(self, device: Authenticator) -> None:
        forged = Authenticator()
        forged.credential_id = device.credential_id
        client = browser()
        password(client)
        assert client.post(STEP, {"passkey": forged.sign(asked(client, STEP))}).status_code == 422

    def test_a_counter_that_does_not_go_on_is_that_of_a_copy(self, device: Authenticator, caplog: Any) -> None:
        client = browser()
        password(client)
        device.counter = Passkey.objects.get().counter
        assert client.post(STEP, {"passkey": device.sign(asked(client, STEP))}).status_code == 422
        assert "a copy?" in caplog.text

    def test_devices_that_do_not_count_stay_at_nought(self, ani: User) -> None:
        device, client = Authenticator(counter=0), browser()
        password(client)
        add(client, device)
        for _ in range(2):
            again = browser()
            password(again)
            assert again.post(STEP, {"passkey": device.sign(asked(again, STEP))}).status_code == 302


class TestAlone:
    def test_it_lets_in_without_a_password(self, device: Authenticator, ani: User) -> None:
        client = browser()
        options = asked(client, ALONE)
        assert "allowCredentials" not in options["publicKey"]
        answer = client.post(ALONE, {"passkey": device.sign(options), "next": "/laporan/"})
        assert answer["Location"] == "/laporan/"
        assert is_signed_in(client)
        assert history_of(ani).filter(verb="sign_in", data__way="passkey_alone").count() == 1

    def test_a_locked_device_does_not(self, device: Authenticator) -> None:
        device.is_unlocked = False
        client = browser()
        refused = client.post(ALONE, {"passkey": device.sign(asked(client, ALONE)), "next": "/laporan/"})
        assert refused.status_code == 422
        page = refused.content.decode()
        assert "Kunci sandi ini tidak membuka" in page and 'value="/laporan/"' in page
        assert not is_signed_in(client)

    def test_an_answer_for_the_second_step_is_none_for_this(self, device: Authenticator) -> None:
        device.is_unlocked = False
        client = browser()
        password(client)
        signed = device.sign(asked(client, STEP))
        assert client.post(ALONE, {"passkey": signed}).status_code == 422
        assert not is_signed_in(client)

    def test_an_unknown_device_and_a_disabled_account_do_not(self, device: Authenticator) -> None:
        client = browser()
        assert client.post(ALONE, {"passkey": Authenticator().sign(asked(client, ALONE))}).status_code == 422
        User.objects.update(is_active=False)
        shut = client.post(ALONE, {"passkey": device.sign(asked(client, ALONE))})
        assert shut.status_code == 422
        assert "Akun ini dinonaktifkan" in shut.content.decode()  # the device has shown that it is the person

    def test_a_next_of_another_site_is_not_followed(self, device: Authenticator) -> None:
        client = browser()
        signed = device.sign(asked(client, ALONE))
        assert client.post(ALONE, {"passkey": signed, "next": "https://example.com/"})["Location"] == "/staff/"

    def test_guessing_is_stopped(self) -> None:
        client = browser()
        statuses = [client.post(ALONE, {"passkey": "{}"}).status_code for _ in range(9)]
        assert statuses == [422] * 8 + [429]


def test_one_is_removed_by_itself(device: Authenticator) -> None:
    client = browser()
    password(client)
    client.post(STEP, {"passkey": device.sign(asked(client, STEP))})
    signed = device.sign(asked(client, f"{PAGE}ini-saya/"))
    address = f"{PAGE}kunci-sandi/{Passkey.objects.get().pk}/hapus/"
    assert client.post(address, {"passkey": signed})["Location"] == PAGE
    assert not Passkey.objects.exists()


def test_options_are_json_and_hold_no_name_in_the_user_s_number(ani: User) -> None:
    client = browser()
    password(client)
    options = asked(client, f"{PAGE}kunci-sandi/")["publicKey"]
    assert options["rp"] == {"id": "localhost", "name": "Kota Batu"}
    assert "ani" not in json.dumps(options["user"]["id"])
    assert options["authenticatorSelection"]["residentKey"] == "preferred"
