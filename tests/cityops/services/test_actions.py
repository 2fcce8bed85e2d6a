"""The moves of staff and the word of the resident."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cityops.accounts.models import User
from cityops.agencies.working_time import WorkingCalendar
from cityops.errors import CityError, NotAllowed, NotFound
from cityops.features.dates import day_in_words
from cityops.features.history import history_of
from cityops.features.secrets import secret_of
from cityops.features.workflow import Missing, MoveNotAllowed
from cityops.notifications.models import OutboxMessage
from cityops.notifications.outbox import send_message
from cityops.policy.lines import Role
from cityops.services import actions
from cityops.services.actions.move import StaleRequest
from cityops.services.actions.staff import NoSuchOffice, UntilIsOver
from cityops.services.life import Clock, after
from cityops.services.models import Pickup, RequestContact, ServiceRequest
from cityops.services.policy import LINES
from cityops.services.workflow import WORKFLOW, RequestState
from tests.factories.agencies import staff
from tests.factories.places import place
from tests.factories.services import OfficeFactory, RequestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def in_a_month() -> Any:
    return timezone.localdate() + timedelta(days=30)


MOVES: dict[str, tuple[Callable[..., ServiceRequest], dict[str, Any]]] = {
    "check": (actions.check_request, {}),
    "take": (actions.take_request, {}),
    "assign": (actions.assign_request, {"assignee": ""}),
    "ask": (actions.ask_resident, {"text": "Surat polisinya mana?"}),
    "ready": (actions.make_ready, {"office": "", "bring": "KTP lama", "until": None}),
    "finish": (actions.finish_request, {}),
    "reject": (actions.reject_request, {"reason": "KK di kota lain"}),
    "note": (actions.note_request, {"text": "Sudah ditelepon."}),
}


@pytest.fixture
def officer() -> User:
    return staff(Role.OFFICER, agency="dukcapil", name="Rina Wulandari")


def given_for(verb: str) -> dict[str, Any]:
    given = dict(MOVES[verb][1])
    if verb == "ready":
        given |= {"office": OfficeFactory(), "until": in_a_month()}
    if verb == "assign":
        given |= {"assignee": staff(Role.OFFICER, agency="dukcapil").username}
    return given


@pytest.mark.parametrize("state", RequestState.values)
@pytest.mark.parametrize("verb", MOVES)
def test_every_move_from_every_state(verb: str, state: str, officer: User) -> None:
    request = RequestFactory(state=state)
    act, given, move = MOVES[verb][0], given_for(verb), WORKFLOW.move(verb)
    if state not in move.sources:
        with pytest.raises(MoveNotAllowed):
            act(actor=officer, pk=request.pk, **given)
        assert not history_of(request).exists()
        return
    act(actor=officer, pk=request.pk, seen=request.version, **given)
    now = ServiceRequest.objects.get(pk=request.pk)
    assert now.state == (move.target or state)
    assert now.version == request.version + 1
    assert (now.closed_at is None) == now.is_open
    assert (now.due_at is not None) == (now.state in ("submitted", "checking"))
    event = history_of(request).get()
    assert (event.verb, event.actor, event.from_state, event.to_state) == (verb, officer, state, now.state)
    assert not event.is_public


@pytest.mark.parametrize("state", RequestState.values)
def test_the_resident_may_answer_while_it_is_open(state: str) -> None:
    request = RequestFactory(state=state)
    if not request.is_open:
        with pytest.raises(MoveNotAllowed):
            actions.reply_to_officer(pk=request.pk, text="Sudah ada.")
        return
    now = actions.reply_to_officer(pk=request.pk, text="Sudah ada.")
    assert now.state == ("checking" if state == "incomplete" else state)
    assert now.messages.get().side == "resident"


def test_every_move_has_a_line_of_the_policy_and_an_action() -> None:
    verbs = {move.verb for move in WORKFLOW.moves if not move.by_reporter}
    assert verbs == set(MOVES) == set(LINES) - {"view", "contact"}


@pytest.mark.parametrize("verb", [verb for verb in MOVES if WORKFLOW.move(verb).needs])
def test_a_move_without_what_it_needs_changes_nothing(verb: str, officer: User) -> None:
    request = RequestFactory(state=WORKFLOW.move(verb).sources[0])
    empty = {name: None if name == "until" else "" for name in MOVES[verb][1]}
    with pytest.raises(Missing):
        MOVES[verb][0](actor=officer, pk=request.pk, **empty)
    assert ServiceRequest.objects.get(pk=request.pk).version == request.version


class TestReady:
    def test_it_names_office_what_to_bring_and_until_when(self, officer: User, mailoutbox: list[Any]) -> None:
        request, office = RequestFactory(state="checking"), OfficeFactory()
        given = {"office": office.code, "bring": "KTP lama", "until": in_a_month(), "text": "Loket 2."}
        actions.make_ready(actor=officer, pk=request.pk, **given)
        pickup = Pickup.objects.get(request=request)
        assert (pickup.office, pickup.bring, pickup.until) == (office, "KTP lama", in_a_month())
        assert history_of(request).get().data["office"] == office.pk
        mail = OutboxMessage.objects.get(template="request_ready")
        assert mail.context["office"] == "Kantor Dukcapil"
        assert not send_message(mail.pk)  # while the officer can take it back
        OutboxMessage.objects.update(next_attempt_at=timezone.now())
        assert send_message(mail.pk)
        (letter,) = mailoutbox
        assert letter.subject.startswith("Siap diambil: KTP elektronik")
        for told in ("Kantor Dukcapil", "KTP lama", "Loket 2.", day_in_words(in_a_month()), secret_of(request)):
            assert told in letter.body

    def test_not_by_a_day_that_is_over(self, officer: User) -> None:
        request = RequestFactory(state="checking")
        with pytest.raises(UntilIsOver):
            actions.make_ready(
                actor=officer,
                pk=request.pk,
                office=OfficeFactory(),
                bring="KTP",
                until=timezone.localdate() - timedelta(days=1),
            )

    def test_not_at_an_office_that_is_not_there(self, officer: User) -> None:
        request = RequestFactory(state="checking")
        with pytest.raises(NoSuchOffice):
            actions.make_ready(actor=officer, pk=request.pk, office="BTU-2222-2222", bring="KTP", until=in_a_month())

    def test_checking_again_takes_it_back(self, officer: User) -> None:
        request = RequestFactory(state="ready")
        Pickup.objects.create(request=request, office=OfficeFactory(), bring="KTP", until=in_a_month())
        actions.check_request(actor=officer, pk=request.pk)
        assert not Pickup.objects.exists()


class TestClock:
    def test_the_days_of_the_service_run_from_the_check(self, officer: User) -> None:
        request = RequestFactory()
        now = actions.check_request(actor=officer, pk=request.pk)
        assert now.due_at == WorkingCalendar().due_after(timezone.now(), 5)

    def test_it_stands_still_while_something_is_missing_and_goes_on_with_what_was_left(self, officer: User) -> None:
        calendar = WorkingCalendar()
        request = RequestFactory(state="checking", due_at=calendar.due_after(timezone.now(), 3))
        asked = actions.ask_resident(actor=officer, pk=request.pk, text="Surat polisi?")
        assert (asked.due_at, asked.days_left) == (None, 3)
        actions.ask_resident(actor=officer, pk=request.pk, text="Dan KK?")
        now = actions.reply_to_officer(pk=request.pk, text="Ada.")
        assert (now.due_at, now.days_left) == (calendar.due_after(timezone.now(), 3), None)

    def test_who_was_asked_before_the_check_gets_all_days(self, officer: User) -> None:
        request = RequestFactory()
        actions.ask_resident(actor=officer, pk=request.pk, text="KK?")
        now = actions.reply_to_officer(pk=request.pk, text="Ada.")
        assert now.due_at == WorkingCalendar().due_after(timezone.now(), 5)

    def test_asking_does_not_make_a_late_request_new(self, officer: User) -> None:
        request = RequestFactory(state="checking", overdue=True)
        asked = actions.ask_resident(actor=officer, pk=request.pk, text="KK?")
        assert asked.days_left == 1

    def test_an_end_is_remembered_and_forgotten(self) -> None:
        now = timezone.now()
        ended = after("reject", Clock("checking", now), at=now, days=5, calendar=WorkingCalendar())
        assert (ended.closed_at, ended.due_at) == (now, None)
        again = after("check", ended, at=now, days=5, calendar=WorkingCalendar())
        assert (again.state, again.closed_at) == ("checking", None)


class TestPolicy:
    """What each role may do with a request of the registry office in Sisir."""

    WHO: tuple[tuple[Role, str | None, tuple[str, ...], set[str]], ...] = (
        (Role.OFFICER, "dukcapil", (), set(LINES)),
        (Role.OFFICER, "dukcapil", ("35.79.01",), set(LINES)),
        (Role.OFFICER, "dukcapil", ("35.79.02",), set()),
        (Role.OFFICER, "dlh", (), set()),
        (Role.EXTENSION, "dukcapil", ("35.79.01.1004",), set(LINES)),
        (Role.HEAD, "dukcapil", ("35.79.02",), set(LINES)),
        (Role.HEAD, "dlh", (), set()),
        (Role.DISPATCHER, None, (), {"view"}),
        (Role.CAMAT, None, ("35.79.01",), {"view"}),
        (Role.CAMAT, None, ("35.79.02",), set()),
        (Role.LURAH, None, ("35.79.01.1004",), {"view"}),
        (Role.PLANNER, None, (), {"view"}),
        (Role.ADMIN, None, (), {"view"}),
    )

    @pytest.mark.parametrize(("role", "agency", "areas", "may"), WHO)
    @pytest.mark.parametrize("verb", MOVES)
    def test_cells(self, role: Role, agency: str | None, areas: tuple[str, ...], may: set[str], verb: str) -> None:
        request = RequestFactory(state=WORKFLOW.move(verb).sources[0])
        person = staff(role, agency=agency, areas=areas)
        given = given_for(verb)
        if verb in may:
            MOVES[verb][0](actor=person, pk=request.pk, **given)
            return
        with pytest.raises(NotAllowed if "view" in may else NotFound):
            MOVES[verb][0](actor=person, pk=request.pk, **given)
        assert not history_of(request).exists()


def test_who_looked_at_an_older_version_is_told_what_happened(officer: User) -> None:
    request = RequestFactory()
    actions.check_request(actor=staff(Role.OFFICER, agency="dukcapil", name="Agus"), pk=request.pk)
    with pytest.raises(StaleRequest, match=r"Agus.*tersimpan"):
        actions.ask_resident(actor=officer, pk=request.pk, text="KK?", seen=request.version)


def test_mails_go_to_whoever_left_an_address_and_end_with_it(officer: User) -> None:
    request = RequestFactory()
    actions.ask_resident(actor=officer, pk=request.pk, text="KK?")
    assert OutboxMessage.objects.get().address == "siti@example.com"
    actions.forget_my_contact(pk=request.pk)
    assert not OutboxMessage.objects.exists()
    assert not RequestContact.objects.exists()
    actions.reject_request(actor=officer, pk=request.pk, reason="Bukan warga")
    assert not OutboxMessage.objects.exists()


def test_no_more_messages_than_anybody_reads(settings: Any) -> None:
    settings.REPLIES_PER_DAY_TO_ONE_REPORT = 1
    request = RequestFactory()
    actions.reply_to_officer(pk=request.pk, text="Satu")
    with pytest.raises(CityError, match="1"):
        actions.reply_to_officer(pk=request.pk, text="Dua")


def test_the_database_refuses_a_public_request() -> None:
    request = RequestFactory(geom=place(112.521, -7.879))
    assert (request.is_public, request.public_m, request.public_precision) == (False, None, "area")
    assert not request.public_geom.equals_exact(request.geom, 0.0001)
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceRequest.objects.filter(pk=request.pk).update(is_public=True)
