"""Two people, two connections, one request: one of them wins, the other is told."""

from typing import Any

import pytest

from cityops.features.history import history_of
from cityops.features.workflow import MoveNotAllowed
from cityops.policy.lines import Role
from cityops.services import actions
from cityops.services.actions.move import StaleRequest
from cityops.services.models import Message, ServiceRequest
from cityops.services.moves import MOVES
from tests.factories.agencies import staff
from tests.factories.services import RequestFactory
from tests.factories.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest")]


def one_done_one_told(came: list[Any]) -> bool:
    return sorted(type(what).__name__ for what in came) == ["ServiceRequest", "StaleRequest"]


@pytest.mark.parametrize("turn", range(3))
def test_two_officers_at_one_request(turn: int) -> None:
    request = RequestFactory(state="checking")
    one, other = staff(Role.OFFICER, agency="dukcapil"), staff(Role.OFFICER, agency="dukcapil")
    came = at_once(
        lambda: actions.finish_request(actor=one, pk=request.pk, text="Sudah.", seen=1),
        lambda: actions.reject_request(actor=other, pk=request.pk, reason="Bukan warga", seen=1),
    )
    assert one_done_one_told(came)
    assert Message.objects.count() == history_of(request).count() == 1
    assert ServiceRequest.objects.get().version == 2


def test_of_four_who_take_it_one_has_it() -> None:
    request = RequestFactory()
    people = [staff(Role.OFFICER, agency="dukcapil") for _ in range(4)]
    came = at_once(
        *[
            lambda who=who: actions.take_request(actor=who, pk=request.pk, seen=1)  # type: ignore[misc]
            for who in people
        ]
    )
    assert sum(isinstance(what, StaleRequest) for what in came) == 3
    (won,) = [what for what in came if isinstance(what, ServiceRequest)]
    assert ServiceRequest.objects.get().assignee_id == won.assignee_id


@pytest.mark.parametrize("turn", range(3))
def test_the_resident_answers_while_an_officer_refuses(turn: int) -> None:
    request = RequestFactory(state="incomplete")
    officer = staff(Role.OFFICER, agency="dukcapil")
    came = at_once(
        lambda: actions.reply_to_officer(pk=request.pk, text="Ini KK saya."),
        lambda: actions.reject_request(actor=officer, pk=request.pk, reason="Tidak ada kabar", seen=1),
    )
    after = ServiceRequest.objects.get()
    if isinstance(came[1], StaleRequest):  # the answer was first: the officer is told, and it is being checked
        assert after.state == "checking"
        assert Message.objects.get().side == "resident"
    else:  # the officer was first: the resident is told that it is over, and keeps what was typed
        assert isinstance(came[0], MoveNotAllowed)
        assert after.state == "rejected"
    assert after.version == 1 + history_of(request).count() == 2


@pytest.mark.parametrize("turn", range(3))
def test_undo_and_another_change_at_once(turn: int) -> None:
    request = RequestFactory(state="checking")
    one, other = staff(Role.OFFICER, agency="dukcapil"), staff(Role.HEAD, agency="dukcapil")
    actions.ask_resident(actor=one, pk=request.pk, text="KK?")
    came = at_once(
        lambda: MOVES.undo.take_back(actor=one, code=request.code),
        lambda: actions.note_request(actor=other, pk=request.pk, text="Sudah tahu", seen=2),
    )
    assert one_done_one_told(came)
    assert ServiceRequest.objects.get().version == 3


@pytest.mark.parametrize("turn", range(3))
def test_undo_and_the_residents_answer_at_once(turn: int) -> None:
    request = RequestFactory(state="checking")
    officer = staff(Role.OFFICER, agency="dukcapil")
    actions.ask_resident(actor=officer, pk=request.pk, text="KK?")
    came = at_once(
        lambda: MOVES.undo.take_back(actor=officer, code=request.code),
        lambda: actions.reply_to_officer(pk=request.pk, text="Ini KK saya."),
    )
    # The resident's word is never lost; had it come first, the question has been answered and stays.
    assert isinstance(came[1], ServiceRequest)
    assert Message.objects.filter(side="resident").count() == 1
    assert isinstance(came[0], ServiceRequest | StaleRequest)
    withdrawn = Message.objects.get(side="staff").withdrawn_at is not None
    assert withdrawn == isinstance(came[0], ServiceRequest)
