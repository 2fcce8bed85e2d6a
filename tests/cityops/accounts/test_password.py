"""Changing one's own password."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cityops.accounts.models import User
from cityops.policy.lines import Role
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.agencies import staff
from tests.factories.second_factor import code_now, with_code_app

pytestmark = pytest.mark.django_db
PAGE = "/akun/keamanan/sandi/"
STEP = "/masuk/langkah-kedua/"
WANTED = "/akun/keamanan/wajib/"
NEW = "tiga-buah-apel-merah"


@pytest.fixture
def ani() -> User:
    user: User = UserFactory(username="ani")
    return user


def signed_in(name: str = "ani") -> Client:
    client = Client()
    client.post("/masuk/", {"username": name, "password": PASSWORD})
    return client


def change(client: Client, new: str = NEW, again: str = "", old: str = PASSWORD) -> Any:
    return client.post(PAGE, {"password": old, "new_password1": new, "new_password2": again or new})


def has_changed(user: User) -> bool:
    user.refresh_from_db()
    return not user.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("new", "again", "words"),
    [("pendek", "", "terlalu pendek"), ("password12", "", "umum"), (NEW, "lain-sama-sekali", "tidak sama")],
    ids=["short", "common", "different"],
)
def test_what_is_wrong_is_said_under_the_field_it_is_about(ani: User, new: str, again: str, words: str) -> None:
    answer = change(signed_in(), new, again)
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert list(errors) == ["new_password2" if again else "new_password1"]
    assert words in answer.content.decode()
    assert not has_changed(ani)


def test_the_page_asks_in_the_words_of_the_link(ani: User) -> None:
    page = signed_in().get(PAGE).content.decode()
    assert "Paling sedikit 10 karakter" in page


class TestBeforeTheSecondStep:
    """A session that is held back may know the password; that alone changes nothing."""

    def test_whoever_has_a_factor_shows_it_first(self, ani: User) -> None:
        client = signed_in()
        with_code_app(ani)
        assert client.get(PAGE)["Location"] == STEP
        assert change(client)["Location"] == STEP
        assert not has_changed(ani)
        client.get(PAGE)
        assert client.post(STEP, {"code_app": code_now()})["Location"] == PAGE
        assert change(client)["Location"] == "/akun/keamanan/"
        assert has_changed(ani)

    def test_whose_role_demands_one_sets_it_up_first(self, settings: Any) -> None:
        settings.SECOND_FACTOR_ROLES = ["head"]
        head = staff(Role.HEAD, agency="dpupr", username="kepala")
        client = signed_in("kepala")
        assert client.get(PAGE)["Location"].startswith(WANTED)
        assert change(client)["Location"].startswith(WANTED)
        assert not has_changed(head)
        settings.SECOND_FACTOR_FROM = timezone.localdate() + timedelta(days=1)
        assert change(client).status_code == 302
        assert has_changed(head)
