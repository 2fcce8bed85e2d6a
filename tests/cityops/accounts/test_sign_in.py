import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.utils import timezone

from cityops.accounts.brake import FOR_A_NAME, FOR_A_NAME_FROM_AN_ADDRESS, FROM_AN_ADDRESS
from cityops.accounts.models import Session, SignInAttempt, User
from cityops.accounts.tasks import end_old_sessions, forget_old_attempts
from cityops.policy.lines import Role
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.agencies import staff

pytestmark = pytest.mark.django_db


def sign_in(name: str, password: str = PASSWORD, *, address: str = "10.0.0.1", client: Client | None = None) -> Any:
    return (client or Client()).post("/masuk/", {"username": name, "password": password}, REMOTE_ADDR=address)


class TestBrake:
    def test_guessing_one_name_is_stopped_with_the_wait_in_words(self) -> None:
        UserFactory(username="ani")
        statuses = [sign_in("ani", "salah").status_code for _ in range(FOR_A_NAME_FROM_AN_ADDRESS + 2)]
        assert statuses == [200] * FOR_A_NAME_FROM_AN_ADDRESS + [429, 429]
        refused = sign_in("ANI")  # the right password as well, until the time is over
        assert refused.status_code == 429
        assert "15 menit" in refused.content.decode()
        assert sign_in("ani", address="10.0.0.2").status_code == 302  # the person elsewhere is not locked out

    def test_many_names_from_one_address_are_stopped(self) -> None:
        statuses = {sign_in(f"orang-{n}", "salah").status_code for n in range(FROM_AN_ADDRESS)}
        assert statuses == {200}
        assert sign_in("yang-lain", "salah").status_code == 429

    def test_one_name_from_many_addresses_is_stopped(self) -> None:
        statuses = {sign_in("ani", "salah", address=f"10.0.1.{n}").status_code for n in range(FOR_A_NAME)}
        assert statuses == {200}
        assert sign_in("ani", "salah", address="10.0.2.1").status_code == 429

    def test_success_begins_anew_and_time_lets_go(self) -> None:
        UserFactory(username="ani")
        for _ in range(FOR_A_NAME_FROM_AN_ADDRESS - 1):
            sign_in("ani", "salah")
        assert sign_in("ani").status_code == 302
        assert not SignInAttempt.objects.exists()
        for _ in range(FOR_A_NAME_FROM_AN_ADDRESS + 1):
            sign_in("ani", "salah")
        SignInAttempt.objects.update(at=timezone.now() - timedelta(minutes=16))
        assert sign_in("ani").status_code == 302

    def test_neither_name_nor_address_is_kept_and_nothing_for_long(self) -> None:
        sign_in("ani", "salah")
        row = SignInAttempt.objects.get()
        assert (len(row.name_hash), len(row.address_hash)) == (32, 32)
        SignInAttempt.objects.update(at=timezone.now() - timedelta(hours=2))
        forget_old_attempts(timestamp=0)
        assert not SignInAttempt.objects.exists()


class TestDemo:
    def test_in_production_a_demo_account_neither_signs_in_nor_stays(self, settings: Any) -> None:
        UserFactory(username="petugas", is_demo=True)
        UserFactory(username="ani")
        client = Client()
        assert sign_in("petugas", client=client).status_code == 302
        assert client.get("/masuk/").status_code == 302
        settings.IS_PRODUCTION = True
        assert sign_in("petugas").status_code == 200
        assert client.get("/masuk/").status_code == 200
        assert sign_in("ani").status_code == 302


class TestDisabled:
    SAYS = "Akun ini dinonaktifkan"

    def test_whoever_knows_the_password_is_told_and_nobody_else(self) -> None:
        UserFactory(username="ani", is_active=False)
        told = sign_in("ani")
        assert self.SAYS in told.content.decode()
        assert not Session.objects.exists()
        for name, password in (("ani", "salah"), ("siapa", PASSWORD), ("ANI", PASSWORD)):
            answer = sign_in(name, password).content.decode()
            assert self.SAYS not in answer
            assert "belum tepat" in answer

    def test_it_counts_as_an_attempt(self) -> None:
        UserFactory(username="ani", is_active=False)
        sign_in("ani")
        assert SignInAttempt.objects.count() == 1

    def test_both_cost_the_same_so_that_a_watch_tells_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A hash is what takes long: as many for an account that is shut as for one that there is not."""
        hashed = []
        encode = MD5PasswordHasher.encode
        monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given: hashed.append(1) or encode(*given))
        UserFactory(username="ani", is_active=False)
        UserFactory(username="budi")
        counts = []
        for name in ("ani", "budi", "siapa"):
            hashed.clear()
            sign_in(name, "salah")
            counts.append(len(hashed))
        assert counts == [1, 1, 1]


class TestWhereTo:
    def test_without_a_role_to_one_s_own_reports(self) -> None:
        UserFactory(username="warga")
        assert sign_in("warga")["Location"] == "/laporan/saya/"
        asked = Client().post("/masuk/?next=/laporan/", {"username": "warga", "password": PASSWORD})
        assert asked["Location"] == "/laporan/"

    def test_with_a_role_to_the_work_map(self) -> None:
        staff(Role.ADMIN, username="admin")
        assert sign_in("admin")["Location"] == "/staff/"


def test_the_language_chosen_while_signed_in_is_found_on_another_device() -> None:
    UserFactory(username="ani")
    one, other = Client(), Client()
    assert "django_language" not in sign_in("ani", client=one).cookies
    one.post("/bahasa/", {"language": "en"})
    one.post("/bahasa/", {"language": "xx"})
    assert User.objects.get().language == "en"
    assert sign_in("ani", client=other).cookies["django_language"].value == "en"


def test_a_stranger_s_language_is_a_cookie(client: Client) -> None:
    assert client.post("/bahasa/", {"language": "en"}).cookies["django_language"].value == "en"


def test_expired_sessions_are_deleted() -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=timezone.now() + timedelta(days=1))
    end_old_sessions(timestamp=0)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


def test_a_password_is_called_alike_all_over_the_page() -> None:
    page = Client().get("/masuk/").content.decode()
    assert ">Kata sandi</label>" in page
    assert not re.search(r"(?<!kata )(?<!kunci )\bsandi\b", page, re.IGNORECASE)
