"""One decision, made in SQL for lists and in Python for one feature: both must agree on every cell of the table."""

import itertools

import pytest
from django.contrib.auth.models import AnonymousUser

from cityops.errors import NotAllowed
from cityops.policy.decide import allowed, allowed_anywhere, check, scope
from cityops.policy.lines import Reach, Role
from cityops.policy.registry import verbs
from cityops.reports.models import Report
from tests.factories import places
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.reports import ReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

REPORT_VERBS = [verb for verb in verbs() if verb.kind == "reports"]
TEMAS, SISIR, KECAMATAN_BATU = "35.79.01.1001", "35.79.01.1004", "35.79.01"


@pytest.fixture
def reports() -> dict[tuple[str | None, str], Report]:
    """One report for each agency (own, other, none) in each of three areas."""
    agencies = {"dpupr": AgencyFactory(code="dpupr"), "dlh": AgencyFactory(code="dlh"), None: None}
    spots = {TEMAS: places.IN_TEMAS, SISIR: places.IN_SISIR, "35.79.02.2006": places.IN_BUMIAJI}
    return {
        (code, area): ReportFactory(agency=agency, geom=spot)
        for (code, agency), (area, spot) in itertools.product(agencies.items(), spots.items())
    }


def expected(role: Role, reach: Reach | None, areas: tuple[str, ...], agency: str | None, area: str) -> bool:
    """What the table says, spelled out once more in the plainest way."""
    in_area = any(area == code or area.startswith(code + ".") for code in areas)
    match reach:
        case None:
            return False
        case Reach.ANY:
            return True
        case Reach.AGENCY:
            return agency == "dpupr"
        case Reach.AGENCY_AREA:
            return agency == "dpupr" and (in_area or not areas)
        case Reach.AREA:
            return in_area
    raise AssertionError(role)


@pytest.mark.parametrize("areas", [(), (TEMAS,), (KECAMATAN_BATU,)], ids=["no area", "a desa", "a kecamatan"])
@pytest.mark.parametrize("role", Role)
def test_every_cell(role: Role, areas: tuple[str, ...], reports: dict[tuple[str | None, str], Report]) -> None:
    person = staff(role, agency="dpupr", areas=areas)
    for verb in REPORT_VERBS:
        in_scope = set(scope(Report.objects.all(), person, "reports", verb.name).values_list("pk", flat=True))
        for (agency, area), report in reports.items():
            cell = f"{role} {verb.name} {agency} {area}"
            answer = expected(role, verb.reach.get(role), areas, agency, area)
            assert allowed(person, "reports", verb.name, report) is answer, cell
            assert (report.pk in in_scope) is answer, cell


@pytest.mark.parametrize("who", ["stranger", "resident", "disabled officer"])
def test_others_may_do_nothing(who: str, reports: dict[tuple[str | None, str], Report]) -> None:
    person = {
        "stranger": AnonymousUser,
        "resident": UserFactory,
        "disabled officer": lambda: staff(Role.OFFICER, agency="dpupr", is_active=False),
    }[who]()
    for verb in REPORT_VERBS:
        assert not allowed_anywhere(person, "reports", verb.name)
        assert not scope(Report.objects.all(), person, "reports", verb.name).exists()
        with pytest.raises(NotAllowed):
            check(person, "reports", verb.name, reports["dpupr", TEMAS])


def test_two_memberships_add_up(reports: dict[tuple[str | None, str], Report]) -> None:
    person = staff(Role.OFFICER, agency="dpupr", areas=[TEMAS])
    person.memberships.create(role=Role.LURAH).areas.set([SISIR])
    seen = scope(Report.objects.all(), person, "reports", "view")
    assert set(seen) == {
        report for (agency, area), report in reports.items() if (agency, area) == ("dpupr", TEMAS) or area == SISIR
    }
