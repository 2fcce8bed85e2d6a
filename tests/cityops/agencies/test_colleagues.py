"""Who may be given work of an agency in an area."""

import pytest

from cityops.agencies.colleagues import workers_of
from cityops.policy.lines import Role
from tests.factories.agencies import AgencyFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def test_those_who_work_there_by_name_and_the_head_everywhere() -> None:
    AgencyFactory(code="distan")
    everywhere = staff(Role.OFFICER, agency="distan", name="Cahya")
    there = staff(Role.EXTENSION, agency="distan", areas=["35.79.01"], name="budi")
    head = staff(Role.HEAD, agency="distan", areas=["35.79.02"], name="Agus")
    staff(Role.EXTENSION, agency="distan", areas=["35.79.02"])
    staff(Role.PLANNER, agency="distan")
    staff(Role.OFFICER, agency="dlh")
    staff(Role.OFFICER, agency="distan", is_active=False)
    assert workers_of("distan", "35.79.01.1001") == (head, there, everywhere)
    assert workers_of(None, "35.79.01.1001") == ()
