"""Moves as programs make them: JSON at the addresses that people use, and both versions where they do not fit."""

from typing import Any

import pytest
from django.test import Client

from cityops.accounts.models import User
from cityops.policy.lines import Role
from cityops.reports import actions
from cityops.reports.models import Photo, Report
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.pictures import upload
from tests.factories.reports import ReportFactory
from tests.factories.services import RequestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def officer(client: Client) -> User:
    user = staff(Role.OFFICER, agency="dpupr", username="petugas")
    client.force_login(user)
    return user


@pytest.fixture
def report(officer: User) -> Report:
    made: Report = ReportFactory()
    return made


def move(client: Client, report: Report, verb: str, **given: Any) -> Any:
    return client.post(f"/staff/reports/{report.code}/{verb}/", {"seen": 1, **given}, **JSON)


def test_a_move_answers_with_the_new_state_and_version(client: Client, report: Report) -> None:
    answer = move(client, report, "accept")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    told = answer.json()
    assert (told["code"], told["did"], told["state"], told["version"]) == (report.code, "accept", "routed", 2)
    assert told["due_at"] == Report.objects.get().due_at.isoformat()
    assert "start" in told["moves"]


def test_the_next_move_goes_on_from_the_version_that_was_told(client: Client, report: Report) -> None:
    version = move(client, report, "accept").json()["version"]
    assert move(client, report, "start", seen=version).json()["state"] == "in_progress"


def test_a_conflict_holds_both_versions(client: Client, officer: User, report: Report) -> None:
    head = staff(Role.HEAD, agency="dpupr", name="Kepala Sari")
    actions.accept_report(actor=head, pk=report.pk)
    answer = move(client, report, "answer", text="Kami datang besok.")
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    problem = answer.json()
    assert (problem["code"], problem["status"]) == ("stale_report", 409)
    assert problem["yours"] == {"verb": "answer", "seen": "1", "text": "Kami datang besok."}
    theirs = problem["theirs"]
    assert (theirs["code"], theirs["state"], theirs["version"]) == (report.code, "routed", 2)
    assert (theirs["changed"]["verb"], theirs["changed"]["who"]) == ("accept", "Kepala Sari")
    assert "T" in theirs["changed"]["at"]
    again = move(client, report, "answer", text=problem["yours"]["text"], seen=theirs["version"])
    assert again.status_code == 200


def test_the_reporter_has_no_name_in_it(client: Client, officer: User) -> None:
    report = ReportFactory(state="in_progress")
    actions.reply_to_report(pk=report.pk, text="Depan pasar.")
    answer = move(client, report, "note", text="Ya.")
    assert answer.json()["theirs"]["changed"]["who"] is None
    assert "Depan pasar" not in answer.content.decode()


def test_a_move_that_is_not_possible_tells_the_state(client: Client, report: Report) -> None:
    answer = move(client, report, "resolve", outcome="partly", text="Sebagian.")
    assert answer.status_code == 409
    assert answer.json()["theirs"]["state"] == "new"


@pytest.mark.parametrize(
    ("given", "field"),
    [({}, "text"), ({"text": "x" * 5000}, "text"), ({"text": "Ya", "seen": "kemarin"}, "seen")],
    ids=["missing", "too-long", "no-version"],
)
def test_wrong_fields_are_named(given: dict[str, Any], field: str, client: Client, report: Report) -> None:
    answer = move(client, report, "answer", **given)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    problem = answer.json()
    assert list(problem["errors"]) == [field]
    assert problem["code"] == "invalid"
    assert problem["yours"]["verb"] == "answer"


@pytest.mark.parametrize(
    ("verb", "given", "field"),
    [
        ("route", {"agency": "dpupr", "reason": "Kembali"}, "agency"),
        ("resolve", {"outcome": "planned", "text": "Nanti", "outcome_date": "2020-01-01"}, "outcome_date"),
        ("resolve", {"outcome": "done", "text": "Sudah"}, "photos"),
    ],
    ids=["same-agency", "past-day", "no-photo"],
)
def test_what_the_rule_refuses_is_named_by_its_field(
    verb: str, given: dict[str, Any], field: str, client: Client, officer: User
) -> None:
    report = ReportFactory(state="in_progress")
    answer = move(client, report, verb, **given)
    assert answer.status_code == 422
    assert field in answer.json()["errors"]
    assert Report.objects.get().version == 1


def test_what_was_sent_is_told_and_nothing_else(client: Client, officer: User) -> None:
    report = ReportFactory(state="in_progress")
    sent = {"outcome": "done", "text": "Sudah"}
    refused = move(client, report, "resolve", **sent)
    assert "Belum ada foto hasil" in refused.json()["errors"]["photos"][0]
    assert refused.json()["yours"] == {"verb": "resolve", "seen": "1", **sent}
    actions.note_report(actor=staff(Role.HEAD, agency="dpupr"), pk=report.pk, text="Lihat.")
    stale = move(client, report, "resolve", **sent, photos=upload())
    assert (stale.status_code, stale.json()["yours"]) == (409, {"verb": "resolve", "seen": "1", **sent})


def test_a_photo_of_the_result_comes_with_the_move(client: Client, officer: User) -> None:
    report = ReportFactory(state="in_progress")
    assert move(client, report, "resolve", outcome="done", text="Sudah", photos=upload()).status_code == 200
    assert Photo.objects.get().report == report


def test_what_leaves_one_s_sight_is_gone_and_no_more(client: Client, report: Report) -> None:
    AgencyFactory(code="dlh")
    answer = move(client, report, "route", agency="dlh", reason="Pohon.")
    assert answer.json() == {"code": report.code, "did": "route", "gone": True}
    lost = move(client, report, "accept", seen=2)
    assert (lost.status_code, lost["Content-Type"]) == (404, "application/problem+json")


def test_a_move_is_taken_back(client: Client, report: Report) -> None:
    move(client, report, "accept")
    undo = f"/staff/reports/{report.code}/undo/"
    told = client.post(undo, **JSON).json()
    assert (told["did"], told["state"], told["version"]) == ("undo", "new", 3)
    again = client.post(undo, **JSON)
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_undo")


def test_without_a_session_a_program_is_told_and_not_led_to_a_form(client: Client) -> None:
    answer = move(client, ReportFactory(), "accept")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


def test_people_still_get_a_page(client: Client, report: Report) -> None:
    assert client.post(f"/staff/reports/{report.code}/accept/", {"seen": 1}).status_code == 302


def test_it_holds_for_other_kinds(client: Client) -> None:
    asked = RequestFactory()
    client.force_login(staff(Role.HEAD, agency=asked.agency_id))
    answer = client.post(f"/staff/requests/{asked.code}/check/", {"seen": 1}, **JSON)
    assert (answer.json()["state"], answer.json()["version"]) == ("checking", 2)
    assert client.post(f"/staff/requests/{asked.code}/note/", {"seen": 1, "text": "x"}, **JSON).status_code == 409
