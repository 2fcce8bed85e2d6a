"""Changing one's own password."""

from typing import Any

import pytest
from django.test import Client

from cityops.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/akun/keamanan/sandi/"
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
