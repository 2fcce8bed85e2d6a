"""Each cell of the table: who sees a plot, who knows whose it is, who decides."""

import pytest
from django.contrib.auth.models import AnonymousUser

from cityops.farming.policy import KIND, LINES
from cityops.farming.queries import plots_visible_to
from cityops.policy.decide import allowed
from cityops.policy.lines import Role
from tests.factories.accounts import UserFactory
from tests.factories.agencies import staff
from tests.factories.farming import FarmPlotFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
ALL = frozenset(LINES)
BY_HAND = ALL - {"import"}  # the head alone brings in files
PEOPLE = [
    (Role.OFFICER, "distan", [], BY_HAND),
    (Role.OFFICER, "distan", ["35.79.01.1001"], BY_HAND),
    (Role.OFFICER, "distan", ["35.79.02"], frozenset()),
    (Role.OFFICER, "dpupr", [], frozenset()),
    (Role.HEAD, "distan", [], ALL),
    (Role.HEAD, "dpupr", [], frozenset()),
    (Role.EXTENSION, "distan", ["35.79.01"], BY_HAND),
    (Role.EXTENSION, "distan", ["35.79.03"], frozenset()),
    (Role.CAMAT, "kec-batu", ["35.79.01"], frozenset({"view"})),
    (Role.CAMAT, "kec-bumiaji", ["35.79.02"], frozenset()),
    (Role.LURAH, "kel-temas", ["35.79.01.1001"], frozenset({"view"})),
    (Role.LURAH, "kel-sisir", ["35.79.01.1004"], frozenset()),
    (Role.PLANNER, "bapelitbangda", [], frozenset({"view"})),
    (Role.DISPATCHER, "diskominfo", [], frozenset()),
    (Role.ADMIN, None, [], frozenset()),
]


@pytest.mark.parametrize(("role", "agency", "areas", "may"), PEOPLE)
def test_a_role_may_what_the_table_says_and_nothing_else(
    role: Role, agency: str | None, areas: list[str], may: frozenset[str]
) -> None:
    plot, person = FarmPlotFactory(), staff(role, agency=agency, areas=areas)
    assert {verb for verb in LINES if allowed(person, KIND, verb, plot)} == may
    assert plots_visible_to(person).exists() == ("view" in may)


def test_strangers_and_residents_see_none() -> None:
    FarmPlotFactory(verified=True)
    assert not plots_visible_to(AnonymousUser()).exists()
    assert not plots_visible_to(UserFactory()).exists()
