from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from cityops.accounts.models import User
from cityops.administration.models import Change
from cityops.policy.lines import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def password(settings: Any) -> None:
    settings.ADMIN_PASSWORD = "kebun-apel-di-lereng-7"


def test_an_administrator_can_sign_in_and_has_the_role() -> None:
    said = StringIO()
    call_command("createadmin", name="ani", stdout=said)
    assert "/masuk/" in said.getvalue()
    user = authenticate(username="ani", password="kebun-apel-di-lereng-7")
    assert user is not None
    assert list(User.objects.get(username="ani").memberships.values_list("role", flat=True)) == [Role.ADMIN]


def test_a_name_is_taken_once() -> None:
    call_command("createadmin", name="ani", stdout=StringIO())
    with pytest.raises(CommandError, match="ani"):
        call_command("createadmin", name="ani")
    with pytest.raises(CommandError, match="ANI"):
        call_command("createadmin", name="ANI")


@pytest.mark.parametrize("weak", ["123", "password123", "ani"])
def test_a_weak_password_is_refused(weak: str, settings: Any) -> None:
    settings.ADMIN_PASSWORD = weak
    with pytest.raises(CommandError):
        call_command("createadmin", name="ani")
    assert not User.objects.exists()


def test_where_nobody_can_be_asked_it_says_how(settings: Any) -> None:
    settings.ADMIN_PASSWORD = ""
    with pytest.raises(CommandError, match="CITYOPS_ADMIN_PASSWORD"):
        call_command("createadmin", name="ani")


def test_it_stands_in_the_history() -> None:
    call_command("createadmin", name="ani", stdout=StringIO())
    assert list(Change.objects.values_list("verb", "actor")) == [("add_role", None), ("make", None)]
