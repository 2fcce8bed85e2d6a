"""Many against one, with real connections, for the kinds that share one move of many: nothing is written over."""

from typing import Any

import pytest

from cityops.errors import CityError
from cityops.features.gathering import Together
from cityops.features.history import history_of
from cityops.policy.lines import Role
from tests.cityops.agencies.many import KINDS
from tests.factories.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city_in_earnest")]


@pytest.mark.parametrize("turn", range(3))
@pytest.mark.parametrize("name", KINDS)
def test_many_against_one(name: str, turn: int) -> None:
    kind = KINDS[name]
    kind.person(username="siti")
    rows = kind.some("take", 5)
    one, other, single = kind.person(), kind.person(Role.HEAD), rows[turn]
    came: list[Any] = at_once(
        lambda: kind.moved("take", one, rows),
        lambda: kind.bulk.moves.make("assign", actor=other, pk=single.pk, seen=single.version, assignee="siti"),
    )
    together = came[0]
    assert isinstance(together, Together)
    was_first = single.pk in {row.pk for row in together.changed}
    assert isinstance(came[1], CityError) == was_first
    assert len(together.changed) == (5 if was_first else 4)
    assert [event.verb for event in history_of(single)] == ["take" if was_first else "assign"]
