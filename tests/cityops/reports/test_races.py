"""Two people, two connections, one report: one of them wins, the other is told."""

from collections.abc import Callable
from typing import Any

import pytest

from cityops.areas.models import Area
from cityops.errors import CityError
from cityops.features.history import history_of
from cityops.policy.lines import Role
from cityops.reports import actions
from cityops.reports.actions.move import StaleReport
from cityops.reports.models import Reply, Report
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.reports import ReportFactory
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[], Report]


@pytest.mark.usefixtures("city_in_earnest")
class TestTwoOfficers:
    @pytest.mark.parametrize("turn", range(3))
    def test_resolve_and_route_one_report(self, turn: int, city_in_earnest: dict[str, Area]) -> None:
        AgencyFactory(code="dlh")
        report = ReportFactory(state="in_progress")
        one, other = staff(Role.OFFICER, agency="dpupr"), staff(Role.DISPATCHER)
        seen = report.version
        came = at_once(
            lambda: actions.resolve_report(actor=one, pk=report.pk, outcome="done", text="Sudah ditambal.", seen=seen),
            lambda: actions.route_report(actor=other, pk=report.pk, agency="dlh", reason="Pohon", seen=seen),
        )
        done = [what for what in came if isinstance(what, Report)]
        lost = [what for what in came if isinstance(what, CityError)]
        assert len(done) == len(lost) == 1
        # Routed away first, the report is no longer the officer's to find; resolved first, the dispatcher is told.
        assert isinstance(lost[0], StaleReport) or done[0].agency_id == "dlh"
        assert history_of(report).count() == 1
        assert Report.objects.get(pk=report.pk).version == seen + 1

    def test_resolve_the_same_report(self) -> None:
        report = ReportFactory(state="in_progress")
        people = [staff(Role.OFFICER, agency="dpupr") for _ in range(4)]

        def resolve(person: Any) -> Act:
            return lambda: actions.resolve_report(
                actor=person, pk=report.pk, outcome="done", text="Sudah.", seen=report.version
            )

        came = at_once(*[resolve(person) for person in people])
        assert sum(isinstance(what, Report) for what in came) == 1
        assert sum(isinstance(what, StaleReport) for what in came) == 3
        assert Reply.objects.count() == history_of(report).count() == 1

    def test_the_reporter_replies_while_an_officer_resolves(self) -> None:
        report = ReportFactory(state="waiting", due_at=None)
        officer = staff(Role.OFFICER, agency="dpupr")
        came = at_once(
            lambda: actions.reply_to_report(pk=report.pk, text="Di depan pasar."),
            lambda: actions.resolve_report(
                actor=officer, pk=report.pk, outcome="done", text="Sudah.", seen=report.version
            ),
        )
        after = Report.objects.get(pk=report.pk)
        # The reporter's word is never lost. Had it come first, the officer is told and the report is at work again.
        assert isinstance(came[0], Report)
        assert Reply.objects.filter(side="reporter").count() == 1
        if isinstance(came[1], StaleReport):
            assert after.state in {"routed", "in_progress"}
        else:
            assert after.state == "resolved"
            assert Reply.objects.count() == 2
        assert after.version == report.version + history_of(report).count()
