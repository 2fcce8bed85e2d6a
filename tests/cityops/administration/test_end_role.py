"""Before a role is ended the page says what becomes of the person's work, kind by kind."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cityops.accounts.models import User
from cityops.agencies.leavers import outlook_without
from cityops.agencies.models import Membership
from cityops.features.work import registered_kinds
from cityops.policy.lines import Role
from cityops.reports.models import Report
from tests.factories import places
from tests.factories.agencies import AgencyFactory, staff, with_role
from tests.factories.farming import FarmPlotFactory
from tests.factories.offers import OfferFactory
from tests.factories.reports import ReportFactory
from tests.factories.second_factor import just_confirmed
from tests.factories.services import RequestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
SISIR = "35.79.01.1004"


@pytest.fixture
def officer() -> User:
    return staff(Role.OFFICER, agency="dpupr", name="Ani")


@pytest.fixture
def as_admin(client: Client) -> Client:
    client.force_login(staff(Role.ADMIN))
    just_confirmed(client)
    return client


def address_of(membership: Membership) -> str:
    return f"/staff/administrasi/orang/{membership.user_id}/peran/{membership.pk}/akhiri/"


def rows_of(page: str) -> dict[str, list[str]]:
    """The table: kind → its numbers."""
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', page, re.S)
    return {kind: re.findall(r"<td[^>]*>(\d+)</td>", cells) for kind, cells in rows}


def test_every_kind_stands_there_with_its_number(as_admin: Client, officer: User) -> None:
    dpupr = AgencyFactory(code="dpupr")
    ReportFactory.create_batch(3, assignee=officer)
    ReportFactory(assignee=officer, ended=True)  # ended work stays whose it was
    RequestFactory.create_batch(2, assignee=officer, agency=dpupr)
    FarmPlotFactory(assignee=officer, agency=dpupr)
    OfferFactory(held=True, assignee=officer, agency=dpupr)
    page = as_admin.get(address_of(officer.memberships.get())).content.decode()
    assert rows_of(page) == {"Laporan": ["3"], "Permohonan": ["2"], "Lahan pertanian": ["1"], "Tawaran panen": ["1"]}
    assert "satu-satunya peran" in page
    assert officer.memberships.exists()


def test_what_another_role_covers_stays(as_admin: Client, officer: User) -> None:
    with_role(officer, Role.EXTENSION, agency="dpupr", areas=[SISIR])
    ReportFactory(assignee=officer, geom=places.IN_SISIR)
    ReportFactory.create_batch(2, assignee=officer, geom=places.IN_TEMAS)
    role = officer.memberships.get(role=Role.OFFICER)
    page = as_admin.get(address_of(role)).content.decode()
    assert rows_of(page)["Laporan"] == ["2", "1"]
    assert "satu-satunya peran" not in page
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen
    as_admin.post(address_of(role), {"seen": seen[1]})
    assert Report.objects.filter(assignee=officer).count() == 1  # as it was said


def test_without_work_it_says_so(as_admin: Client, officer: User) -> None:
    page = as_admin.get(address_of(officer.memberships.get())).content.decode()
    assert rows_of(page) == {}
    assert "Tidak ada laporan" in page


def test_the_role_s_page_leads_there_and_ends_nothing_itself(as_admin: Client, officer: User) -> None:
    role = officer.memberships.get()
    page = as_admin.get(f"/staff/administrasi/orang/{officer.pk}/peran/{role.pk}/").content.decode()
    assert f'href="{address_of(role)}"' in page
    assert f'action="{address_of(role)}"' not in page


def test_it_costs_a_statement_a_kind_however_much_there_is(officer: User) -> None:
    ReportFactory.create_batch(20, assignee=officer)
    role = officer.memberships.get()
    with CaptureQueriesContext(connection) as counted:
        assert [one.laid_down for one in outlook_without(role) if one.laid_down] == [20]
    assert len(counted) == len(registered_kinds())


def test_others_do_not_see_it(client: Client, officer: User) -> None:
    client.force_login(staff(Role.HEAD, agency="dpupr"))
    just_confirmed(client)
    assert client.get(address_of(officer.memberships.get())).status_code == 404
