"""What an officer is told of the requests that are theirs."""

import pytest

from cityops.accounts.models import User
from cityops.notifications.models import Notice
from cityops.policy.lines import Role
from cityops.services import actions
from cityops.services.moves import MOVES
from tests.factories.agencies import staff
from tests.factories.services import RequestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.fixture
def officer() -> User:
    return staff(Role.OFFICER, agency="dukcapil", username="petugas")


@pytest.fixture
def head() -> User:
    return staff(Role.HEAD, agency="dukcapil")


def told(user: User) -> list[tuple[str, str, str, int]]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("what", "kind", "code", "number"))


def test_what_is_given_to_me_is_told_and_what_is_undone_was_not(officer: User, head: User) -> None:
    request = RequestFactory()
    actions.assign_request(actor=head, pk=request.pk, assignee="petugas")
    assert told(officer) == [("assigned", "requests", request.code, 1)]
    assert told(head) == []
    MOVES.undo.take_back(actor=head, code=request.code)
    assert told(officer) == []


def test_nobody_is_told_of_what_they_did_themselves(officer: User) -> None:
    request = RequestFactory()
    actions.take_request(actor=officer, pk=request.pk)
    actions.assign_request(actor=officer, pk=request.pk, assignee="nobody")
    actions.assign_request(actor=officer, pk=request.pk, assignee="petugas")
    assert not Notice.objects.exists()


def test_an_answer_is_told_to_whose_work_it_is_without_its_words(officer: User) -> None:
    mine, nobodys = RequestFactory(state="incomplete", assignee=officer), RequestFactory(state="incomplete")
    for request in (mine, nobodys):
        actions.reply_to_officer(pk=request.pk, text="RAHASIA SEKALI")
    assert told(officer) == [("reply", "requests", mine.code, 1)]
    assert Notice.objects.count() == 1
    assert "RAHASIA" not in str(Notice.objects.values().get())
