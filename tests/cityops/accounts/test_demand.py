"""A role can need a second factor: without it nothing of the staff's opens, whatever the address."""

from base64 import b32decode
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone

from cityops.accounts.demand import check_settings
from cityops.accounts.models import CodeApp, User
from cityops.accounts.one_time import code_of, step_at
from cityops.policy.lines import Role
from cityops.policy.registry import all_grants_of, grants_of
from tests.architecture.test_addresses_are_guarded import ADDRESSES, GUARDED
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.agencies import staff, with_role
from tests.factories.reports import ReportFactory
from tests.factories.second_factor import code_now, with_code_app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
WANTED = "/akun/keamanan/wajib/"


@pytest.fixture(autouse=True)
def demanded(settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = ["admin", "head"]


@pytest.fixture
def head() -> User:
    return staff(Role.HEAD, agency="dpupr", username="kepala")


def signed_in(name: str = "kepala", to: str = "/masuk/") -> Client:
    client = Client()
    assert client.post(to, {"username": name, "password": PASSWORD}).status_code == 302
    return client


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", GUARDED)
def test_no_address_of_the_staff_opens(name: str, method: str, head: User) -> None:
    client = Client()
    client.force_login(head)
    answer = getattr(client, method)(ADDRESSES[name])
    if answer.status_code == 405:
        return
    assert answer.status_code == 302, name
    assert answer["Location"].startswith(f"{WANTED}?next="), name
    told = getattr(client, method)(ADDRESSES[name], headers={"accept": "application/json"})
    assert (told.status_code, told.json()["code"]) == (403, "second_factor_wanted"), name


@pytest.mark.parametrize("address", ["/layers/work-reports/counts/", "/layers/work-reports/items/"])
def test_nor_does_a_layer_of_theirs_show_a_row(address: str, head: User) -> None:
    ReportFactory(state="new")
    client = Client()
    client.force_login(with_code_app(head))
    held_back = client.get(address)
    session = client.session
    session["second_factor"] = "code_app"
    session.save()
    open_now = client.get(address)
    assert open_now.status_code == 200
    assert held_back.content != open_now.content


def test_a_fragment_is_led_to_the_page(head: User) -> None:
    client = Client()
    client.force_login(head)
    answer = client.get("/staff/", headers={"hx-request": "true"})
    assert answer["HX-Redirect"].startswith(WANTED)


def test_after_the_password_one_is_led_to_the_set_up_and_then_to_where_one_wanted(head: User) -> None:
    client = Client()
    answer = client.post("/masuk/?next=/staff/facilities/", {"username": "kepala", "password": PASSWORD})
    assert answer["Location"] == f"{WANTED}?next=%2Fstaff%2Ffacilities%2F"
    page = client.get(answer["Location"]).content.decode()
    assert "/akun/keamanan/aplikasi/" in page
    secret = _secret_shown(client)
    done = client.post("/akun/keamanan/aplikasi/", {"code_app": _code_of(secret)})
    assert done.status_code == 200
    assert 'href="/staff/facilities/"' in done.content.decode()
    assert client.get("/staff/facilities/").status_code == 200


def test_whoever_has_a_factor_but_signed_in_without_shows_it_now(head: User) -> None:
    client = Client()
    client.force_login(with_code_app(head))
    assert client.get("/staff/facilities/", follow=True).redirect_chain[-1][0] == "/masuk/langkah-kedua/"
    assert client.post("/masuk/langkah-kedua/", {"code_app": code_now()})["Location"] == "/staff/facilities/"
    assert client.get("/staff/facilities/").status_code == 200


def test_taking_the_last_factor_away_holds_back_again(head: User) -> None:
    client = signed_in()
    client.post("/akun/keamanan/aplikasi/", {"code_app": _code_of(_secret_shown(client))})
    assert client.get("/staff/").status_code == 200
    client.post("/akun/keamanan/aplikasi/hapus/", {"password": PASSWORD})
    assert not CodeApp.objects.exists()
    assert client.get("/staff/")["Location"].startswith(WANTED)


def test_other_roles_and_residents_are_asked_for_nothing() -> None:
    staff(Role.OFFICER, agency="dpupr", username="petugas")
    UserFactory(username="warga")
    assert signed_in("petugas").get("/staff/").status_code == 200
    assert signed_in("warga").get("/akun/keamanan/").status_code == 200


def test_one_role_of_several_is_enough(head: User) -> None:
    both = staff(Role.OFFICER, agency="dpupr", username="dua")
    with_role(both, Role.ADMIN)
    assert signed_in("dua").get("/staff/")["Location"].startswith(WANTED)


def test_until_the_day_one_is_asked_to_and_may_go_on(head: User, settings: Any) -> None:
    settings.SECOND_FACTOR_FROM = timezone.localdate() + timedelta(days=1)
    client = Client()
    asked = client.post("/masuk/", {"username": "kepala", "password": PASSWORD})["Location"]
    assert asked.startswith(WANTED)
    assert "Nanti saja" in client.get(asked).content.decode()
    assert client.get("/staff/").status_code == 200
    settings.SECOND_FACTOR_FROM = timezone.localdate()
    assert client.get("/staff/")["Location"].startswith(WANTED)


def test_commands_and_the_worker_are_nobody_s_session(head: User) -> None:
    assert grants_of(head) == all_grants_of(head) != ()


def test_a_role_that_there_is_not_stops_the_start(settings: Any) -> None:
    settings.SECOND_FACTOR_ROLES = ["administrator"]
    with pytest.raises(ImproperlyConfigured, match="administrator"):
        check_settings()


def _secret_shown(client: Client) -> str:
    page = client.get("/akun/keamanan/aplikasi/")
    secret: str = page.context["secret"]
    return secret


def _code_of(secret: str) -> str:
    return code_of(b32decode(secret.replace(" ", "")), step_at(timezone.now()))
