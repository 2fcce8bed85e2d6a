"""Factors come and go, by those whose they are or by the administrator."""

import re
from base64 import b32decode
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from cityops.accounts.actions import make_recovery_codes
from cityops.accounts.models import CodeApp, Passkey, RecoveryCode, User
from cityops.accounts.one_time import code_of, step_at
from cityops.accounts.seal import unseal
from cityops.features.history import history_of
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.second_factor import code_now, with_code_app

pytestmark = pytest.mark.django_db
PAGE = "/akun/keamanan/"
APP = f"{PAGE}aplikasi/"
STEP = "/masuk/langkah-kedua/"


@pytest.fixture
def ani() -> User:
    user: User = UserFactory(username="ani")
    return user


@pytest.fixture
def client(ani: User) -> Client:
    one = Client()
    one.post("/masuk/", {"username": "ani", "password": PASSWORD})
    return one


def shown(client: Client) -> bytes:
    return b32decode(client.get(APP).context["secret"].replace(" ", ""))


def later(minutes: int = 11) -> Any:
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes))


def with_app_shown(client: Client, user: User) -> None:
    """Give somebody an app, and show its code of a moment ago in this session."""
    with_code_app(user)
    client.post("/keluar/")
    client.post("/masuk/", {"username": user.username, "password": PASSWORD})
    client.post(STEP, {"code_app": code_now(steps=-1)})


class TestCodeApp:
    def test_it_is_kept_once_a_code_proves_it(self, client: Client, ani: User) -> None:
        secret = shown(client)
        wrong = client.post(APP, {"code_app": "000000"})
        assert wrong.status_code == 422
        assert not CodeApp.objects.exists()
        assert shown(client) == secret  # the phone that scanned it need not do so again
        done = client.post(APP, {"code_app": code_of(secret, step_at(timezone.now()))})
        codes = re.findall(r"<code>([-0-9A-Z]+)</code>", done.content.decode())
        assert len(codes) == 10
        app = CodeApp.objects.get()
        assert unseal(app.sealed_secret) == secret
        assert "aktif" in client.get(PAGE).content.decode()
        assert codes[0] not in client.get(PAGE).content.decode()
        assert history_of(ani).get(verb="factor_added").data["way"] == "code_app"

    def test_the_secret_waits_sealed_in_the_session(self, client: Client) -> None:
        secret = shown(client)
        kept = client.session["new_code_app"]
        assert secret.decode("latin1") not in kept
        assert unseal(kept) == secret

    def test_a_second_one_is_refused_in_words(self, client: Client, ani: User) -> None:
        with_app_shown(client, ani)
        assert "sudah terpasang" in client.get(APP, follow=True).content.decode()
        assert client.post(APP, {"code_app": "123456"}).status_code == 302
        assert CodeApp.objects.count() == 1

    def test_the_picture_is_in_the_page_and_pages_ask_nobody_else(self, client: Client) -> None:
        page = client.get(APP)
        assert "<svg" in page.content.decode()
        assert "http://" not in page.headers["Content-Security-Policy"]
        assert "no-store" in page["Cache-Control"]


class TestIsItYou:
    @pytest.mark.parametrize("address", [APP, f"{PAGE}kunci-sandi/", f"{PAGE}kode-pemulihan/"])
    def test_an_open_screen_alone_changes_nothing(self, address: str, client: Client) -> None:
        with later():
            asked = client.get(address)["Location"]
            assert asked.startswith(f"{PAGE}ini-saya/")
            assert client.post(asked, {"password": "salah"}).status_code == 422
            assert client.get(address).status_code == 302
            assert client.post(asked, {"password": PASSWORD})["Location"] == address
            assert client.get(address).status_code == 200

    def test_a_program_is_told(self, client: Client) -> None:
        with later():
            told = client.post(f"{PAGE}kunci-sandi/mulai/", headers={"accept": "application/json"})
        assert (told.status_code, told.json()["code"]) == (403, "confirm_again")

    def test_a_code_will_do_and_nobody_is_led_away(self, client: Client, ani: User) -> None:
        with_app_shown(client, ani)
        with later():
            asked = f"{PAGE}ini-saya/?next=https://example.com/"
            assert client.post(asked, {"code_app": code_now()})["Location"] == PAGE

    def test_failures_are_noted(self, client: Client, ani: User) -> None:
        client.post(f"{PAGE}ini-saya/", {"password": "salah"})
        assert "Gagal membuktikan" in client.get(PAGE).content.decode()


class TestThePasswordAlone:
    """A session that has not shown the factor which the account has by now."""

    @pytest.mark.parametrize("address", [APP, f"{APP}hapus/", f"{PAGE}kunci-sandi/", f"{PAGE}kode-pemulihan/"])
    def test_changes_no_factor(self, address: str, client: Client, ani: User) -> None:
        with_code_app(ani)
        client.post(f"{PAGE}ini-saya/", {"password": PASSWORD})
        assert client.post(address, {"password": PASSWORD})["Location"] == STEP
        assert client.get(address)["Location"] == STEP
        assert CodeApp.objects.exists()
        assert not RecoveryCode.objects.exists()
        assert client.post(STEP, {"code_app": code_now()})["Location"] == address

    def test_a_passkey_is_not_removed_either(self, client: Client, ani: User) -> None:
        key = Passkey.objects.create(user=ani, name="HP", credential_id=b"1", credential=b"1")
        assert client.post(f"{PAGE}kunci-sandi/{key.pk}/hapus/", {"password": PASSWORD})["Location"] == STEP
        assert Passkey.objects.exists()

    def test_a_program_is_told(self, client: Client, ani: User) -> None:
        with_code_app(ani)
        told = client.post(f"{PAGE}kunci-sandi/mulai/", headers={"accept": "application/json"})
        assert (told.status_code, told.json()["code"]) == (403, "confirm_again")


class TestRemoval:
    def test_it_asks_again_even_right_after_the_sign_in(self, client: Client, ani: User) -> None:
        with_app_shown(client, ani)
        make_recovery_codes(actor=ani)
        assert client.get(f"{APP}hapus/").status_code == 200
        assert client.post(f"{APP}hapus/").status_code == 422
        assert client.post(f"{APP}hapus/", {"password": "salah"}).status_code == 422
        assert CodeApp.objects.exists()
        assert client.post(f"{APP}hapus/", {"password": PASSWORD})["Location"] == PAGE
        assert not CodeApp.objects.exists()
        assert not RecoveryCode.objects.exists()  # they would open nothing
        assert history_of(ani).get(verb="factor_removed").data["way"] == "code_app"

    def test_somebody_else_s_is_not_there(self, client: Client) -> None:
        other = UserFactory()
        key = Passkey.objects.create(user=other, name="HP", credential_id=b"1", credential=b"1")
        assert client.get(f"{PAGE}kunci-sandi/{key.pk}/hapus/").status_code == 404
        assert client.post(f"{PAGE}kunci-sandi/{key.pk}/hapus/", {"password": PASSWORD}).status_code == 404
        assert Passkey.objects.exists()

    def test_twice_in_two_tabs_says_so(self, client: Client) -> None:
        assert client.post(f"{APP}hapus/", {"password": PASSWORD}).status_code == 404


class TestWithoutPasskeys:
    """At an address that is a number browsers make none."""

    WHY = "kunci sandi hanya"

    def test_the_page_says_why(self, ani: User) -> None:
        for host, is_said in (("127.0.0.1", True), ("localhost", False)):
            one = Client(SERVER_NAME=host)
            one.post("/masuk/", {"username": "ani", "password": PASSWORD})
            assert (self.WHY in one.get(PAGE).content.decode()) is is_said, host

    def test_another_way_is_never_an_empty_list(self, client: Client, ani: User) -> None:
        with_app_shown(client, ani)
        page = client.get(PAGE).content.decode()
        assert self.WHY in page.partition("Tambah cara lain")[2]
        assert self.WHY in client.get(f"{PAGE}kunci-sandi/").content.decode()


class TestRecoveryCodes:
    def test_new_ones_are_shown_once_and_never_kept(self, client: Client, ani: User) -> None:
        with_app_shown(client, ani)
        made = client.post(f"{PAGE}kode-pemulihan/")
        assert len(re.findall(r"<code>", made.content.decode())) == 10
        assert "no-store" in made["Cache-Control"]
        assert "<code>" not in client.get(f"{PAGE}kode-pemulihan/").content.decode()

    def test_without_a_factor_there_are_none(self, client: Client) -> None:
        assert client.post(f"{PAGE}kode-pemulihan/").status_code == 404


def test_an_operator_resets(client: Client, ani: User) -> None:
    with_code_app(ani)
    call_command("reset_second_factor", "ani")
    assert not CodeApp.objects.exists()
    assert client.get(PAGE).status_code == 302
    assert history_of(ani).get(verb="factors_reset").actor is None
    with pytest.raises(CommandError, match="budi"):
        call_command("reset_second_factor", "budi")


def test_history_holds_neither_names_nor_secrets(client: Client, ani: User) -> None:
    secret = shown(client)
    client.post(APP, {"code_app": code_of(secret, step_at(timezone.now()))})
    for event in history_of(ani):
        assert set(event.data) <= {"way", "factor", "sessions", "address", "count", "session", "factors"}
        assert "ani" not in str(event.data)
