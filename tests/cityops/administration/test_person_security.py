"""Somebody else's factors and sessions, by the administrator."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from cityops.accounts.actions import end_all_sessions, make_recovery_codes, reset_factors
from cityops.accounts.models import CodeApp, RecoveryCode, Session, User
from cityops.errors import NotAllowed
from cityops.features.history import history_of
from cityops.policy.lines import Role
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.agencies import staff
from tests.factories.second_factor import just_confirmed, with_code_app

pytestmark = pytest.mark.django_db
PAGE = "/akun/keamanan/"


@pytest.fixture
def ani() -> User:
    user: User = UserFactory(username="ani")
    return user


@pytest.fixture
def client(ani: User) -> Client:
    one = Client()
    one.post("/masuk/", {"username": "ani", "password": PASSWORD})
    return one


@pytest.fixture
def admin() -> Client:
    staff(Role.ADMIN, username="bos")
    one = Client()
    one.post("/masuk/", {"username": "bos", "password": PASSWORD})
    return one


def test_an_administrator_resets_somebody_s_factors_and_ends_their_sessions(
    admin: Client, client: Client, ani: User
) -> None:
    with_code_app(ani)
    make_recovery_codes(actor=ani)
    page = f"/staff/administrasi/orang/{ani.pk}/keamanan/"
    told = admin.get(page).content.decode()
    assert "Aplikasi autentikator" in told
    assert admin.post(f"{page}atur-ulang/")["Location"] == page
    assert not (CodeApp.objects.exists() or RecoveryCode.objects.exists())
    assert not Session.objects.filter(user=ani).exists()
    assert history_of(ani).get(verb="factors_reset").actor == User.objects.get(username="bos")
    client.post("/masuk/", {"username": "ani", "password": PASSWORD})
    assert "oleh" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("button", ["atur-ulang", "akhiri-sesi"])
def test_an_administrator_is_asked_who_they_are_and_comes_back_to_the_page(
    admin: Client, ani: User, button: str
) -> None:
    page = f"/staff/administrasi/orang/{ani.pk}/keamanan/"
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        asked = admin.post(f"{page}{button}/", headers={"referer": f"http://testserver{page}"})["Location"]
        assert admin.post(asked, {"password": PASSWORD})["Location"] == page


def test_an_administrator_ends_sessions_alone(admin: Client, client: Client, ani: User) -> None:
    with_code_app(ani)
    admin.post(f"/staff/administrasi/orang/{ani.pk}/keamanan/akhiri-sesi/")
    assert client.get(PAGE).status_code == 302
    assert CodeApp.objects.exists()


def test_nobody_is_nobody_and_oneself_has_a_page(admin: Client) -> None:
    assert admin.get("/staff/administrasi/orang/999999/keamanan/").status_code == 404
    bos = User.objects.get(username="bos")
    assert admin.get(f"/staff/administrasi/orang/{bos.pk}/keamanan/")["Location"] == PAGE


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_no_other_role_may(role: Role, ani: User) -> None:
    person = staff(role, agency="dpupr")
    one = Client()
    one.force_login(person)
    just_confirmed(one)
    page = f"/staff/administrasi/orang/{ani.pk}/keamanan/"
    assert one.get(page).status_code == 403
    assert one.get("/staff/administrasi/orang/999999/keamanan/").status_code == 403  # who is there is not learnt
    assert one.post(f"{page}akhiri-sesi/").status_code == 403
    for action in (reset_factors, end_all_sessions):
        with pytest.raises(NotAllowed):
            action(actor=person, user=ani)
