from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from cityops.accounts.models import User
from cityops.administration.models import Change, Thing
from cityops.administration.story import story_of
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
PASSWORD = "kebun-apel-di-lereng-7"


@pytest.fixture(autouse=True)
def given(settings: Any, city: object) -> None:
    settings.NEW_PASSWORD = PASSWORD
    AgencyFactory(code="dpupr")


def give_role(*words: str) -> str:
    said = StringIO()
    call_command("give_role", *words, stdout=said)
    return said.getvalue()


def test_an_officer_is_made_and_can_sign_in() -> None:
    assert "new account" in give_role("ani", "officer", "--agency", "dpupr", "--full-name", "Ani Lestari")
    user = authenticate(username="ani", password=PASSWORD)
    assert isinstance(user, User)
    assert (user.name, user.is_superuser, user.is_demo) == ("Ani Lestari", False, False)
    assert list(user.memberships.values_list("role", "agency")) == [("officer", "dpupr")]


def test_again_it_moves_the_areas_and_leaves_the_password(settings: Any) -> None:
    give_role("sri", "camat", "--area", "35.79.01")
    settings.NEW_PASSWORD = "something-else-entirely"
    give_role("sri", "camat", "--area", "35.79.02", "--area", "35.79.03")
    assert authenticate(username="sri", password=PASSWORD) is not None
    (membership,) = User.objects.get().memberships.all()
    assert {area.pk for area in membership.areas.all()} == {"35.79.02", "35.79.03"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["officer"], "--agency"),
        (["extension"], "--agency"),
        (["camat"], "--area"),
        (["officer", "--agency", "nasa"], "nasa"),
        (["lurah", "--area", "35.79.01.1001", "--area", "99"], "99"),
        (["king"], "king"),
    ],
)
def test_what_makes_no_sense_is_refused_and_makes_nobody(words: list[str], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        give_role("ani", *words)
    assert not User.objects.exists()


def test_a_weak_password_or_none_makes_nobody(settings: Any) -> None:
    settings.NEW_PASSWORD = "123"
    with pytest.raises(CommandError):
        give_role("ani", "planner")
    settings.NEW_PASSWORD = ""
    with pytest.raises(CommandError, match="CITYOPS_NEW_PASSWORD"):
        give_role("ani", "planner")
    assert not User.objects.exists()


def told(user: User) -> list[str]:
    """The verbs of the person's history, the newest first."""
    return list(Change.objects.filter(thing=Thing.PERSON, key=str(user.pk)).values_list("verb", flat=True))


def test_it_stands_in_the_history_like_what_an_administrator_does() -> None:
    give_role("sri", "camat", "--area", "35.79.01", "--full-name", "Sri")
    sri = User.objects.get()
    assert told(sri) == ["add_role", "make"]
    give_role("sri", "camat", "--area", "35.79.02", "--full-name", "Sri Lestari")
    assert told(sri) == ["change_role", "change", "add_role", "make"]
    give_role("sri", "camat", "--area", "35.79.02")
    assert told(sri) == ["change_role", "change", "add_role", "make"]  # nothing changed
    newest = story_of(Change.objects.all()[:1])[0]
    assert newest.who == "Pengelola server"
    assert [(line.before, line.after) for line in newest.lines] == [("Kecamatan Batu", "Kecamatan Bumiaji")]


def test_a_name_in_other_capitals_is_the_same_person() -> None:
    ani = UserFactory(username="Ani")
    assert "new account" not in give_role("ANI", "planner")
    assert ani.memberships.get().role == "planner"
    assert User.objects.count() == 1


def test_where_several_are_called_so_it_must_be_written_exactly() -> None:
    """Accounts of before names were compared whatever their letters."""
    ani, _other = UserFactory(username="ani"), UserFactory(username="Ani")
    with pytest.raises(CommandError, match="ANI"):
        give_role("ANI", "planner")
    give_role("ani", "planner")
    assert ani.memberships.get().role == "planner"


def test_a_name_that_means_somebody_else_in_a_filter_is_refused() -> None:
    with pytest.raises(CommandError, match="Nobody"):
        give_role("Nobody", "planner")
    assert not User.objects.exists()
