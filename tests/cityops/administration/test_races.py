"""Two administrators at the same moment."""

from functools import partial
from typing import Any

import pytest

from cityops.accounts.models import User
from cityops.administration.actions.locked_person import LastAdministrator
from cityops.administration.actions.names import NameInUse
from cityops.administration.actions.people import change_person, disable_person, invite
from cityops.administration.actions.reference_data import change_agency
from cityops.administration.changes import ChangedMeanwhile, seen_of
from cityops.administration.models import Change, Thing
from cityops.agencies.models import Agency
from cityops.errors import CityError
from cityops.policy.lines import Role
from cityops.reports.actions import start_report, take_report
from cityops.reports.models import Report
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.reports import ReportFactory
from tests.factories.threads import at_once


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_disable_each_other_do_not_both_succeed(city_in_earnest: Any) -> None:
    one, other = staff(Role.ADMIN), staff(Role.ADMIN)
    came = at_once(
        lambda: disable_person(actor=one, person_id=other.pk, seen=0),
        lambda: disable_person(actor=other, person_id=one.pk, seen=0),
    )
    assert [type(result) for result in came].count(LastAdministrator) == 1
    assert User.objects.filter(is_active=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_of_two_invitations_under_one_name_is_refused(city_in_earnest: Any) -> None:
    admin = staff(Role.ADMIN)
    given = {"name": "Budi", "email": "", "role": Role.PLANNER}
    came = at_once(
        lambda: invite(actor=admin, username="budi", **given), lambda: invite(actor=admin, username="Budi", **given)
    )
    assert [type(result) for result in came].count(NameInUse) == 1
    assert User.objects.filter(username__iexact="budi").count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_is_invited_under_a_name_that_another_is_given_takes_turns_with_them(city_in_earnest: Any) -> None:
    admin = staff(Role.ADMIN)
    for number in range(6):
        person, name = UserFactory(), f"budi{number}"
        came = at_once(
            partial(invite, actor=admin, name="Budi", username=name, email="", role=Role.PLANNER),
            partial(change_person, actor=admin, person_id=person.pk, name="Budi", username=name, email="", seen=0),
        )
        assert [type(result) for result in came].count(NameInUse) == 1


@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_changes_of_an_agency_is_told_of_the_first(city_in_earnest: Any) -> None:
    one, other = staff(Role.ADMIN), staff(Role.ADMIN)
    AgencyFactory(code="dpupr")
    came = at_once(
        lambda: change_agency(actor=one, code="dpupr", given={"phone": "0341 1"}, seen=0),
        lambda: change_agency(actor=other, code="dpupr", given={"phone": "0341 2"}, seen=0),
    )
    assert [type(result) for result in came].count(ChangedMeanwhile) == 1
    assert Change.objects.get().data["changed"]["phone"][1] == Agency.objects.get(code="dpupr").phone


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("take", [take_report, start_report])
def test_nothing_is_left_with_who_is_disabled_while_they_take_it(city_in_earnest: Any, take: Any) -> None:
    admin = staff(Role.ADMIN)
    for _round in range(6):
        officer, report = staff(Role.OFFICER, agency="dpupr"), ReportFactory(accepted=True)
        seen = seen_of(Thing.PERSON, officer.pk)
        at_once(
            partial(take, actor=officer, pk=report.pk),
            partial(disable_person, actor=admin, person_id=officer.pk, seen=seen),
        )
        assert not User.objects.get(pk=officer.pk).is_active
        assert Report.objects.get(pk=report.pk).assignee_id is None


@pytest.mark.django_db(transaction=True)
def test_who_works_on_their_own_report_is_disabled_without_a_deadlock(city_in_earnest: Any) -> None:
    admin = staff(Role.ADMIN)
    for _round in range(6):
        officer = staff(Role.OFFICER, agency="dpupr")
        report = ReportFactory(accepted=True, assignee=officer)
        moved, _laid_down = at_once(
            partial(start_report, actor=officer, pk=report.pk),
            partial(disable_person, actor=admin, person_id=officer.pk, seen=0),
        )
        assert isinstance(moved, Report | CityError)
        assert Report.objects.get(pk=report.pk).assignee_id is None
