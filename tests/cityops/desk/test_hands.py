"""Whose work it is, taking a move back, and two people at one row: alike for every kind, as a browser meets it."""

import html
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cityops.accounts.models import User
from cityops.agencies.undo import undone_columns
from cityops.farming.actions import move as plot_move
from cityops.farming.actions import offer_moves
from cityops.farming.actions.staff import BY_VERB as PLOT_VERBS
from cityops.features.history import history_of
from cityops.features.models import UndoStep
from cityops.features.undo import PATIENCE
from cityops.features.work import registered_kinds
from cityops.policy.lines import Role
from cityops.reports.actions import move as report_move
from cityops.reports.actions.by_verb import BY_VERB as REPORT_VERBS
from cityops.services.actions import move as request_move
from cityops.services.actions.staff import BY_VERB as REQUEST_VERBS
from tests.cityops.desk.rows import KINDS
from tests.factories.agencies import staff
from tests.factories.farming import FarmerGroupFactory, FarmPlotFactory
from tests.factories.offers import OfferFactory
from tests.factories.reports import ReportFactory
from tests.factories.services import OfficeFactory, RequestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/staff/"}
MAKE: dict[str, Callable[[], Any]] = {
    "reports": lambda: ReportFactory(state="in_progress"),
    "requests": RequestFactory,
    "plots": FarmPlotFactory,
    "offers": lambda: OfferFactory(held=True),
}
# A move with words, the field they are typed in, and one that another person makes before.
WITH_WORDS = {
    "reports": ("answer", "text", "resolve", {"outcome": "done", "without_photo": "on", "text": "Sudah."}),
    "requests": ("ask", "text", "check", {}),
    "plots": ("return", "reason", "verify", {}),
    "offers": ("withdraw", "reason", "accept", {}),
}


def address(kind: str, row: Any, *more: str) -> str:
    named = {one.name: one.address for one in registered_kinds()}
    return reverse(named[kind], args=[row.code]) + "".join(f"{part}/" for part in more)


def officer(row: Any, **given: Any) -> User:
    return staff(Role.OFFICER, agency=row.agency_id, **given)


def now(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


@pytest.mark.parametrize("kind", KINDS)
class TestHands:
    def test_it_is_taken_given_to_a_colleague_and_laid_down(self, client: Client, kind: str) -> None:
        row = MAKE[kind]()
        me, colleague = officer(row, name="Budi Santoso"), officer(row, name="Rina Wulandari")
        client.force_login(me)
        assert "belum ada" in client.get(address(kind, row), **HTMX).content.decode()
        client.post(address(kind, row, "take"), {"seen": 1}, **HTMX)
        assert now(row).assignee == me
        form = client.get(address(kind, row, "assign"), **HTMX).content.decode()
        assert f'value="{colleague.username}"' in form
        assert f'value="{me.username}"' not in form
        page = client.post(address(kind, row, "assign"), {"seen": 2, "assignee": colleague.username}, **HTMX)
        assert now(row).assignee == colleague
        assert "Budi Santoso → Rina Wulandari" in page.content.decode()
        client.post(address(kind, row, "assign"), {"seen": 3, "assignee": "nobody"}, **HTMX)
        assert now(row).assignee is None
        told = [(event.verb, event.data["before"], event.data["assignee"]) for event in history_of(row)]
        assert told == [("take", None, me.pk), ("assign", me.pk, colleague.pk), ("assign", colleague.pk, None)]

    def test_a_colleagues_is_given_not_taken(self, client: Client, kind: str) -> None:
        row = MAKE[kind]()
        type(row).objects.filter(pk=row.pk).update(assignee=officer(row))
        client.force_login(officer(row))
        page = client.get(address(kind, row), **HTMX).content.decode()
        assert "/assign/" in page
        assert "/take/" not in page

    def test_only_those_who_work_there_can_have_it(self, client: Client, kind: str) -> None:
        row = MAKE[kind]()
        elsewhere = [
            staff(Role.OFFICER, agency="dlh"),
            officer(row, areas=["35.79.03"]),
            staff(Role.PLANNER, agency=row.agency_id),
        ]
        client.force_login(staff(Role.HEAD, agency=row.agency_id))
        for person in elsewhere:
            given = {"seen": 1, "assignee": person.username}
            answer = client.post(address(kind, row, "assign"), given, **HTMX)
            assert answer.status_code == 422
        assert now(row).assignee is None
        assert not history_of(row).exists()

    def test_whoever_else_sees_it_hands_it_to_nobody(self, client: Client, kind: str) -> None:
        row = MAKE[kind]()
        worker = officer(row)
        client.force_login(staff(Role.PLANNER))
        for verb, given in (("take", {}), ("assign", {"assignee": worker.username})):
            assert client.post(address(kind, row, verb), {"seen": 1, **given}, **HTMX).status_code == 403
        assert now(row).assignee is None


@pytest.mark.parametrize("kind", KINDS)
class TestUndo:
    def test_the_toast_offers_it_and_it_is_as_before(self, client: Client, kind: str) -> None:
        row = MAKE[kind]()
        client.force_login(officer(row))
        answer = client.post(address(kind, row, "take"), {"seen": 1}, **HTMX)
        changed = json.loads(answer["HX-Trigger-After-Settle"])["work:changed"]
        assert (changed["undo"], changed["seconds"]) == (address(kind, row, "undo"), 10)
        back = client.post(changed["undo"], **HTMX)
        assert json.loads(back["HX-Trigger-After-Settle"])["work:changed"]["undone"]
        assert (now(row).assignee, now(row).version) == (None, 3)
        assert [event.verb for event in history_of(row)] == ["take", "undo"]
        assert "Diurungkan" in back.content.decode()

    def test_without_scripts_it_is_a_button(self, client: Client, kind: str) -> None:
        row = MAKE[kind]()
        client.force_login(officer(row))
        assert "undo/" not in client.get(address(kind, row)).content.decode()
        page = client.post(address(kind, row, "take"), {"seen": 1}, follow=True).content.decode()
        assert f'action="{address(kind, row, "undo")}"' in page
        client.post(address(kind, row, "undo"), follow=True)
        assert now(row).assignee is None

    def test_not_by_others_and_not_for_long(self, client: Client, kind: str) -> None:
        row = MAKE[kind]()
        me = officer(row)
        client.force_login(me)
        client.post(address(kind, row, "take"), {"seen": 1}, **HTMX)
        client.force_login(staff(Role.HEAD, agency=row.agency_id))
        assert client.post(address(kind, row, "undo"), **HTMX).status_code == 409
        client.force_login(staff(Role.OFFICER, agency="dlh"))
        assert client.post(address(kind, row, "undo"), **HTMX).status_code == 404
        client.force_login(me)
        UndoStep.objects.update(at=timezone.now() - PATIENCE - timedelta(seconds=1))
        late = client.post(address(kind, row, "undo"), **HTMX)
        assert late.status_code == 409
        assert "Tidak ada lagi yang dapat dibatalkan" in late.content.decode()
        assert now(row).assignee == me

    def test_whoever_came_after_is_named(self, client: Client, kind: str) -> None:
        row = MAKE[kind]()
        me, other = officer(row), officer(row, name="Rina Wulandari")
        client.force_login(me)
        client.post(address(kind, row, "take"), {"seen": 1}, **HTMX)
        client.force_login(other)
        client.post(address(kind, row, "assign"), {"seen": 2, "assignee": other.username}, **HTMX)
        client.force_login(me)
        answer = client.post(address(kind, row, "undo"), **HTMX)
        assert answer.status_code == 409
        assert answer["HX-Retarget"] == "#detail"
        assert "Rina Wulandari" in answer.content.decode()
        assert now(row).assignee == other


@pytest.mark.parametrize("kind", KINDS)
def test_the_second_is_told_keeps_what_was_typed_and_goes_on(client: Client, kind: str) -> None:
    row = MAKE[kind]()
    mine, field, theirs, given = WITH_WORDS[kind]
    client.force_login(officer(row, name="Rina Wulandari"))
    client.post(address(kind, row, theirs), {"seen": 1, **given}, **HTMX)
    client.force_login(officer(row))
    answer = client.post(address(kind, row, mine), {"seen": 1, field: "Kata <b>saya</b>"}, **HTMX)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "Rina Wulandari" in page
    assert "etikan Anda tetap ada" in page or "Anda ketik" in page
    assert "Kata <b>saya</b>" in page
    assert 'name="seen" value="2"' in page
    is_possible = mine in {move.verb for move in now(row).workflow.moves_from(now(row).state)}
    again = client.post(address(kind, row, mine), {"seen": 2, field: "Kata saya"}, **HTMX)
    assert (again.status_code == 200) == is_possible
    assert history_of(row).count() == 1 + is_possible


def _given(verb: str, row: Any) -> dict[str, Any]:
    """What a verb of these kinds needs."""
    return {
        "assign": {"assignee": officer(row).username},
        "ask": {"text": "KK?"},
        "note": {"text": "Catatan"},
        "ready": {"bring": "KTP", "until": timezone.localdate(), "text": "Loket 2"},
        "finish": {"text": "Sudah diambil"},
        "reject": {"reason": "Bukan warga"},
        "return": {"reason": "Batas salah"},
        "withdraw": {"reason": "Bukan lahan"},
        "hide": {"reason": "Penipuan"},
        "correct": {"commodity": "jagung", "season": "2027-1"},
        "change": {"price": 15500, "amount": 120},
    }.get(verb, {})


CHANGED = {
    "reports": report_move.CHANGED_BY_MOVES,
    "requests": request_move.CHANGED_BY_MOVES,
    "plots": plot_move.CHANGED_BY_MOVES,
    "offers": offer_moves.CHANGED_BY_MOVES,
}
VERBS = [
    *(("requests", verb) for verb in REQUEST_VERBS),
    *(("plots", verb) for verb in PLOT_VERBS),
    *(("offers", verb) for verb in offer_moves.BY_VERB),
]
FROM = {"ready": "checking", "finish": "ready"}


@pytest.mark.parametrize(("kind", "verb"), VERBS)
def test_all_that_a_move_changed_is_as_before(client: Client, kind: str, verb: str) -> None:
    row = MAKE[kind]()
    if verb in FROM:
        type(row).objects.filter(pk=row.pk).update(state=FROM[verb], due_at=None)
    given = _given(verb, row)
    if verb == "ready":
        given |= {"office": OfficeFactory().code}
    if verb == "correct":
        given |= {"group": FarmerGroupFactory().pk}
    columns = undone_columns(CHANGED[kind])
    before = type(row).objects.filter(pk=row.pk).values(*columns).get()
    place = type(row).objects.filter(pk=row.pk).values("geom", "public_geom", "area", "code", "secret_salt").get()
    client.force_login(officer(row))
    assert client.post(address(kind, row, verb), {"seen": 1, **given}, **HTMX).status_code == 200
    assert type(row).objects.filter(pk=row.pk).values(*columns).get() != before or verb == "note"
    assert client.post(address(kind, row, "undo"), **HTMX).status_code == 200
    assert type(row).objects.filter(pk=row.pk).values(*columns).get() == before
    assert type(row).objects.filter(pk=row.pk).values(*place).get() == place
    assert [event.verb for event in history_of(row)] == [verb, "undo"]


def test_every_verb_of_staff_is_tried() -> None:
    tried = {"reports": set(REPORT_VERBS)}
    for kind, verb in VERBS:
        tried.setdefault(kind, set()).add(verb)
    for kind in registered_kinds():
        staffs = {move.verb for move in kind.workflow.moves if not (move.by_reporter or move.by_system)}
        assert tried[kind.name] == staffs
