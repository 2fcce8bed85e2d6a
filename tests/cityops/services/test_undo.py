"""Taking back what was done with a request: what was said, where it is collected, and mail."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cityops.accounts.models import User
from cityops.features.secrets import secret_of
from cityops.features.undo import SETTLED_AFTER_S
from cityops.notifications.models import OutboxMessage
from cityops.policy.lines import Role
from cityops.services import actions
from cityops.services.actions.move import StaleRequest, pickup_of
from cityops.services.models import Message, Pickup, RequestContact, ServiceRequest
from cityops.services.moves import MOVES
from cityops.services.timeline import steps_of
from tests.factories.agencies import staff
from tests.factories.services import OfficeFactory, RequestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.fixture
def officer() -> User:
    return staff(Role.OFFICER, agency="dukcapil")


def in_a_month() -> Any:
    return timezone.localdate() + timedelta(days=30)


def test_what_was_said_is_withdrawn_and_mail_does_not_leave(officer: User, client: Client) -> None:
    request = RequestFactory()
    secret = secret_of(request)
    earlier = OutboxMessage.objects.create(
        template="x", subject=f"services.ServiceRequest:{request.pk}", created_at="2026-01-01T00:00Z"
    )
    actions.ask_resident(actor=officer, pk=request.pk, text="Salah kirim")
    waiting = OutboxMessage.objects.get(template="request_asked")
    assert waiting.next_attempt_at > timezone.now() + timedelta(seconds=SETTLED_AFTER_S - 2)
    link = f"/p/{request.code}/k/{secret}/"
    assert "Salah kirim" in client.get(link).content.decode()
    back = MOVES.undo.take_back(actor=officer, code=request.code)
    assert OutboxMessage.objects.get() == earlier
    assert Message.objects.get().withdrawn_at is not None
    assert secret_of(back) == secret
    assert "Salah kirim" not in client.get(link).content.decode()
    assert [step.title for step in steps_of(back) if step.stage != "later"] == []
    client.force_login(officer)
    assert "Salah kirim" not in client.get(f"/staff/requests/{request.code}/").content.decode()


def test_a_question_of_before_is_still_asked(officer: User, client: Client) -> None:
    request = RequestFactory()
    actions.ask_resident(actor=officer, pk=request.pk, text="KK?")
    actions.ask_resident(actor=officer, pk=request.pk, text="Salah kirim")
    MOVES.undo.take_back(actor=officer, code=request.code)
    page = client.get(f"/p/{request.code}/k/{secret_of(request)}/").content.decode()
    assert "KK?" in page
    assert "Salah kirim" not in page


@pytest.mark.parametrize("verb", ["check", "reject", "ready"])
def test_where_it_was_collected_it_is_again(officer: User, verb: str) -> None:
    request = RequestFactory(state="ready")
    Pickup.objects.create(request=request, office=OfficeFactory(), bring="KTP lama", until=in_a_month())
    before = pickup_of(request)
    given: dict[str, Any] = {
        "reject": {"reason": "x"},
        "ready": {"office": OfficeFactory(name="Loket 2"), "bring": "KK", "until": timezone.localdate()},
    }.get(verb, {})
    MOVES.make(verb, actor=officer, pk=request.pk, seen=1, **given)
    assert pickup_of(request) != before
    MOVES.undo.take_back(actor=officer, code=request.code)
    assert pickup_of(request) == before


def test_what_was_not_to_be_collected_is_not(officer: User) -> None:
    request = RequestFactory(state="checking")
    given = {"office": OfficeFactory(), "bring": "KTP", "until": in_a_month()}
    actions.make_ready(actor=officer, pk=request.pk, **given)
    MOVES.undo.take_back(actor=officer, code=request.code)
    assert not Pickup.objects.exists()


def test_the_clock_goes_on_as_it_did(officer: User) -> None:
    due = timezone.now() + timedelta(days=2, hours=3)
    request = RequestFactory(state="checking", due_at=due)
    actions.ask_resident(actor=officer, pk=request.pk, text="KK?")
    MOVES.undo.take_back(actor=officer, code=request.code)
    after = ServiceRequest.objects.get()
    assert (after.state, after.due_at, after.days_left) == ("checking", due, None)


def test_what_the_resident_erased_stays_erased(officer: User) -> None:
    request = RequestFactory()
    actions.check_request(actor=officer, pk=request.pk)
    actions.forget_my_contact(pk=request.pk)
    MOVES.undo.take_back(actor=officer, code=request.code)
    assert not RequestContact.objects.exists()


def test_an_answer_that_came_meanwhile_is_told(officer: User) -> None:
    request = RequestFactory(state="checking")
    actions.ask_resident(actor=officer, pk=request.pk, text="KK?")
    actions.reply_to_officer(pk=request.pk, text="Ini KK saya")
    with pytest.raises(StaleRequest, match="Warga"):
        MOVES.undo.take_back(actor=officer, code=request.code)
    assert ServiceRequest.objects.get().state == "checking"


class TestHands:
    def test_whoever_begins_to_check_has_it(self, officer: User) -> None:
        request = RequestFactory()
        assert actions.check_request(actor=officer, pk=request.pk).assignee == officer
        other = staff(Role.HEAD, agency="dukcapil")
        MOVES.make("check", actor=other, pk=RequestFactory(state="ready").pk, seen=1)
        taken = RequestFactory(assignee=officer)
        actions.check_request(actor=other, pk=taken.pk)
        assert ServiceRequest.objects.get(pk=taken.pk).assignee == officer

    def test_who_handled_it_before_is_seen(self, officer: User, client: Client) -> None:
        request, rina = RequestFactory(), staff(Role.OFFICER, agency="dukcapil", name="Rina Wulandari")
        siti = staff(Role.OFFICER, agency="dukcapil", name="Siti Aminah")
        actions.check_request(actor=rina, pk=request.pk)
        actions.assign_request(actor=officer, pk=request.pk, assignee=siti.username)
        actions.assign_request(actor=officer, pk=request.pk, assignee=officer.username)
        client.force_login(officer)
        page = client.get(f"/staff/requests/{request.code}/").content.decode()
        assert "sebelumnya: Siti Aminah, Rina Wulandari" in page

    def test_what_was_taken_back_was_nobodys_work(self, officer: User, client: Client) -> None:
        request, rina = RequestFactory(), staff(Role.OFFICER, agency="dukcapil", name="Rina Wulandari")
        actions.assign_request(actor=officer, pk=request.pk, assignee=rina.username)
        MOVES.undo.take_back(actor=officer, code=request.code)
        client.force_login(officer)
        assert "sebelumnya:" not in client.get(f"/staff/requests/{request.code}/").content.decode()

    def test_the_answer_comes_back_to_whose_work_it_is(self, officer: User) -> None:
        request = RequestFactory(assignee=officer)
        actions.ask_resident(actor=officer, pk=request.pk, text="KK?")
        assert actions.reply_to_officer(pk=request.pk, text="Ini").assignee_id == officer.pk
