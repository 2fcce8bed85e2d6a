"""Reports of somebody who leaves are nobody's, and their history says so."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cityops.accounts.models import User
from cityops.administration.actions.appoint import appoint
from cityops.administration.actions.memberships import change_role, end_role
from cityops.administration.actions.people import disable_person
from cityops.administration.changes import seen_of
from cityops.administration.models import Thing
from cityops.agencies.colleagues import workers_of
from cityops.agencies.leavers import let_go
from cityops.features.history import history_of
from cityops.features.work import registered_kinds
from cityops.policy.lines import Role
from cityops.reports import actions
from cityops.reports.actions.move import StaleReport
from cityops.reports.models import Report
from cityops.reports.moves import MOVES
from cityops.reports.story import TELLER
from cityops.reports.timeline import steps_of
from tests.factories import places
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.reports import ReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

SISIR, KECAMATAN_BATU = "35.79.01.1004", "35.79.01"


@pytest.fixture
def admin() -> User:
    return staff(Role.ADMIN, name="Wati")


@pytest.fixture
def officer() -> User:
    return staff(Role.OFFICER, agency="dpupr", name="Ani")


def whose(report: Report) -> int | None:
    return Report.objects.get(pk=report.pk).assignee_id


def test_what_a_disabled_officer_had_is_nobody_s(admin: User, officer: User) -> None:
    mine = [ReportFactory(assignee=officer, state=state) for state in ("new", "routed", "in_progress")]
    other = ReportFactory(assignee=staff(Role.OFFICER, agency="dpupr"))
    assert disable_person(actor=admin, person_id=officer.pk, seen=0) == 3
    assert [whose(report) for report in mine] == [None] * 3
    assert whose(other) == other.assignee_id
    event = history_of(mine[1]).get()
    assert (event.verb, event.actor, event.from_state, event.to_state) == ("left", admin, "routed", "routed")
    assert event.data == {"agency": "dpupr", "before": officer.pk, "assignee": None}
    step = TELLER.tell(mine[1]).story[0]
    assert (step.what, step.who) == ("Belum ada petugas: yang memegangnya tidak lagi bertugas", "Wati")
    assert step.detail == "Ani → belum ada"
    assert not [one for one in steps_of(mine[1], with_reporters_words=True) if "petugas" in one.title]


def test_whoever_has_it_open_is_told(admin: User, officer: User) -> None:
    report = ReportFactory(assignee=officer)
    disable_person(actor=admin, person_id=officer.pk, seen=0)
    with pytest.raises(StaleReport, match="Wati sudah mengubah laporan ini"):
        actions.take_report(actor=staff(Role.OFFICER, agency="dpupr"), pk=report.pk, seen=1)


def test_it_is_one_statement_however_many(officer: User) -> None:
    UserFactory()
    for _n in range(30):
        ReportFactory(assignee=officer)
    officer.memberships.all().delete()
    with CaptureQueriesContext(connection) as counted:
        assert let_go(officer, actor=None) == 30
    assert len([one for one in counted if "reports_report" in one["sql"]]) == 1
    assert len(counted) == len(registered_kinds())


def test_ended_reports_keep_whose_they_were_until_they_are_taken_up_again(admin: User, officer: User) -> None:
    ended = [ReportFactory(ended=True, assignee=officer) for _ in range(2)]
    stayed = ReportFactory(ended=True, assignee=staff(Role.OFFICER, agency="dpupr"))
    disable_person(actor=admin, person_id=officer.pk, seen=0)
    assert [whose(report) for report in ended] == [officer.pk] * 2
    actions.reopen_report(actor=staff(Role.HEAD, agency="dpupr"), pk=ended[0].pk, reason="Rusak lagi")
    actions.reopen_by_reporter(pk=ended[1].pk, text="Belum")
    actions.reopen_by_reporter(pk=stayed.pk, text="Belum")
    assert [whose(report) for report in ended] == [None, None]
    assert whose(stayed) == stayed.assignee_id


def test_taking_a_move_back_gives_nothing_to_who_has_left(admin: User, officer: User) -> None:
    head, colleague = staff(Role.HEAD, agency="dpupr"), staff(Role.OFFICER, agency="dpupr")
    left, stayed = ReportFactory(assignee=officer), ReportFactory(assignee=head)
    for report in (left, stayed):
        actions.assign_report(actor=head, pk=report.pk, assignee=colleague.username)
    disable_person(actor=admin, person_id=officer.pk, seen=0)
    for report in (left, stayed):
        MOVES.undo.take_back(actor=head, code=report.code)
    assert (whose(left), whose(stayed)) == (None, head.pk)


class TestRoleChanges:
    """Only what the person may work on no longer is laid down: the rule is that of `workers_of`."""

    @pytest.fixture
    def reports(self, officer: User) -> dict[str, Report]:
        spots = {"sisir": places.IN_SISIR, "temas": places.IN_TEMAS, "bumiaji": places.IN_BUMIAJI}
        return {name: ReportFactory(assignee=officer, geom=spot) for name, spot in spots.items()}

    def left(self, reports: dict[str, Report]) -> set[str]:
        return {name for name, report in reports.items() if whose(report) is not None}

    @pytest.mark.parametrize(
        ("role", "agency", "areas", "left"),
        [
            (Role.OFFICER, "dpupr", [SISIR], {"sisir"}),
            (Role.OFFICER, "dpupr", [KECAMATAN_BATU], {"sisir", "temas"}),
            (Role.HEAD, "dpupr", [], {"sisir", "temas", "bumiaji"}),
            (Role.OFFICER, "dlh", [], set()),
            (Role.PLANNER, "dpupr", [], set()),
        ],
        ids=["a desa", "a kecamatan", "head", "another agency", "planner"],
    )
    def test_narrowed(
        self,
        admin: User,
        officer: User,
        reports: dict[str, Report],
        role: Role,
        agency: str,
        areas: list[str],
        left: set[str],
    ) -> None:
        AgencyFactory(code="dlh")
        laid_down = change_role(
            actor=admin,
            person_id=officer.pk,
            membership_id=officer.memberships.get().pk,
            role=role,
            agency=agency,
            areas=areas,
            seen=0,
        )
        assert self.left(reports) == left
        assert laid_down == 3 - len(left)
        for name, report in reports.items():
            report.refresh_from_db()
            assert (officer in workers_of("dpupr", report.area_id)) is (name in left)

    def test_ended(self, admin: User, officer: User, reports: dict[str, Report]) -> None:
        again = officer.memberships.create(role=Role.EXTENSION, agency_id="dpupr")
        again.areas.set([SISIR])
        first = officer.memberships.get(role=Role.OFFICER)
        end_role(actor=admin, person_id=officer.pk, membership_id=first.pk, seen=0)
        assert self.left(reports) == {"sisir"}  # by the other role
        end_role(actor=admin, person_id=officer.pk, membership_id=again.pk, seen=seen_of(Thing.PERSON, officer.pk))
        assert self.left(reports) == set()

    def test_by_the_command(self, officer: User, reports: dict[str, Report]) -> None:
        appoint(name=officer.username, role=Role.OFFICER, agency="dpupr", areas=[SISIR])
        assert self.left(reports) == {"sisir"}
        assert history_of(reports["temas"]).get().actor is None
