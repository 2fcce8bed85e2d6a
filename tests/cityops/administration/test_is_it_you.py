"""An open screen alone gives nobody an account, a role or a link."""

from typing import Any

import pytest
from django.test import Client

from cityops.accounts.models import User
from cityops.administration.models import Change
from cityops.notifications.models import OutboxMessage
from cityops.policy.lines import Role
from tests.factories.accounts import PASSWORD
from tests.factories.agencies import staff
from tests.factories.second_factor import code_now, just_confirmed, with_code_app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

ROOT = "/staff/administrasi/orang"
CONFIRM = "/akun/keamanan/ini-saya/"


@pytest.fixture
def officer() -> User:
    return staff(Role.OFFICER, agency="dpupr", name="Ani", username="ani", email="ani@example.org")


@pytest.fixture
def left_alone(client: Client) -> Client:
    """An administrator's browser, some time after the sign-in."""
    client.force_login(staff(Role.ADMIN, username="bos"))
    return client


@pytest.mark.parametrize("button", ["nonaktifkan/", "aktifkan/", "sandi/", "peran/{role}/akhiri/"])
def test_a_button_asks_first_and_leads_back_to_its_page(left_alone: Client, officer: User, button: str) -> None:
    page = f"{ROOT}/{officer.pk}/"
    address = page + button.format(role=officer.memberships.get().pk)
    asked = left_alone.post(address, {"seen": 0}, headers={"referer": f"http://testserver{page}"})["Location"]
    assert asked.startswith(CONFIRM)
    assert not (Change.objects.exists() or OutboxMessage.objects.exists())
    assert left_alone.post(asked, {"password": PASSWORD})["Location"] == page


@pytest.mark.parametrize("page", ["undang/", "{person}/peran/{role}/"])
def test_a_page_with_a_form_asks_before_anything_is_typed(left_alone: Client, officer: User, page: str) -> None:
    address = f"{ROOT}/{page.format(person=officer.pk, role=officer.memberships.get().pk)}"
    asked = left_alone.get(address)["Location"]
    assert left_alone.post(asked, {"password": PASSWORD})["Location"] == address
    assert left_alone.get(address).status_code == 200


@pytest.mark.parametrize(
    ("page", "form", "typed"),
    [
        ("undang/", {"name": "Budi", "username": "budi", "email": "", "role": "planner"}, 'value="Budi"'),
        ("{person}/", {"name": "Ani", "username": "ani", "email": "baru@example.org"}, "baru@example.org"),
        ("{person}/peran/", {"new-role": "planner"}, 'value="planner" selected'),
        ("{person}/peran/{role}/", {"role": "planner"}, 'value="planner" selected'),
    ],
    ids=["invite", "address", "add-role", "role"],
)
def test_a_form_that_comes_late_is_kept(
    left_alone: Client, officer: User, page: str, form: dict[str, Any], typed: str
) -> None:
    address = f"{ROOT}/{page.format(person=officer.pk, role=officer.memberships.get().pk)}"
    late = left_alone.post(address, {**form, "seen": 0})
    words = late.content.decode()
    assert late.status_code == 403
    assert f'href="{CONFIRM}"' in words
    assert typed in words
    assert not Change.objects.exists()
    left_alone.post(CONFIRM, {"password": PASSWORD})
    left_alone.post(address, {**form, "seen": 0})
    assert Change.objects.exists()


def test_the_password_does_not_do_for_a_session_that_owes_the_second_step(left_alone: Client, officer: User) -> None:
    with_code_app(User.objects.get(username="bos"))
    just_confirmed(left_alone)
    assert left_alone.post(f"{ROOT}/{officer.pk}/sandi/")["Location"] == "/masuk/langkah-kedua/"
    assert left_alone.post(CONFIRM, {"password": PASSWORD})["Location"] == "/masuk/langkah-kedua/"
    assert left_alone.post("/masuk/langkah-kedua/", {"code_app": code_now()})["Location"] == "/akun/keamanan/"
    assert left_alone.post(f"{ROOT}/{officer.pk}/sandi/")["Location"] == f"{ROOT}/{officer.pk}/"
