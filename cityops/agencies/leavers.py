"""What becomes of somebody's work when they stop working somewhere: it is nobody's, until somebody takes it."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.functional import Promise

from cityops.accounts.models import User
from cityops.agencies.colleagues import WORKERS, is_worker
from cityops.agencies.models import Membership
from cityops.features.worked import Worked
from cityops.policy.lines import Role

_kinds: dict[type[Worked], Promise] = {}

# The rule is that of `workers_of`, asked of each row that the person has, in one statement whatever the number.
_MAY_STAY = """EXISTS (
        SELECT FROM agencies_membership m
        JOIN accounts_user u ON u.id = m.user_id AND u.is_active
        WHERE m.user_id = r.assignee_id AND m.agency_id = r.agency_id AND m.role = ANY(%(workers)s)
        AND m.id IS DISTINCT FROM %(without)s::bigint
        AND (
            m.role = %(head)s
            OR NOT EXISTS (SELECT FROM agencies_membership_areas a WHERE a.membership_id = m.id)
            OR EXISTS (
                SELECT FROM agencies_membership_areas a WHERE a.membership_id = m.id
                AND (r.area_id = a.area_id OR r.area_id LIKE a.area_id || '.%%')
            )
        )
    )"""
_LAY_DOWN = """
WITH laid_down AS (
    UPDATE {table} r SET assignee_id = NULL, version = r.version + 1, updated_at = now()
    WHERE r.assignee_id = %(person)s AND r.state = ANY(%(open)s) AND NOT {may_stay}
    RETURNING r.id, r.state, r.agency_id
)
INSERT INTO features_historyevent (kind, object_id, verb, actor_id, from_state, to_state, is_public, data)
SELECT %(kind)s, id, 'left', %(actor)s, state, state, false,
       jsonb_build_object('agency', agency_id, 'before', %(person)s::bigint, 'assignee', NULL)
FROM laid_down ORDER BY id
"""
_COUNT = """
SELECT count(*) FILTER (WHERE NOT may_stay), count(*) FILTER (WHERE may_stay)
FROM (SELECT {may_stay} AS may_stay FROM {table} r WHERE r.assignee_id = %(person)s AND r.state = ANY(%(open)s)) open
"""


@dataclass(frozen=True)
class Outlook:
    """What would become of a person's open work of one kind: so much nobody's, so much theirs as before."""

    label: Promise
    laid_down: int
    kept: int


def work_is_laid_down_of(kind: type[Worked], label: Promise) -> None:
    """Register a kind whose work somebody can have, and its word (by its own floor, which is above this one)."""
    _kinds[kind] = label


def outlook_without(membership: Membership) -> list[Outlook]:
    """Return what would become of a person's open work, kind by kind, if they did not have this role any more."""
    found = []
    for kind, label in _kinds.items():
        with connection.cursor() as cursor:
            cursor.execute(_sql(_COUNT, kind), _values(kind, membership.user_id, without=membership.pk))
            laid_down, kept = cursor.fetchone() or (0, 0)
        found.append(Outlook(label, laid_down, kept))
    return found


def let_go(person: User, *, actor: User | None) -> int:
    """Make nobody's what a person has, is open, and they may work on no longer; return how much that was.

    In the transaction of the change, when the memberships are as they will be. actor None: a command.
    """
    return sum(_lay_down(kind, person, actor) for kind in _kinds)


def lay_down_if_left(feature: Worked) -> None:
    """Make what comes back as it was nobody's where whoever had it has left; saving it is the caller's."""
    if feature.assignee_id and not is_worker(feature.assignee_id, feature.agency_id, feature.area_id):
        feature.assignee = None


def _lay_down(kind: type[Worked], person: User, actor: User | None) -> int:
    values = _values(kind, person.pk) | {"actor": actor.pk if actor else None, "kind": kind._meta.label}
    with connection.cursor() as cursor:
        cursor.execute(_sql(_LAY_DOWN, kind), values)
        return int(cursor.rowcount)


def _sql(statement: str, kind: type[Worked]) -> str:
    return statement.format(table=connection.ops.quote_name(kind._meta.db_table), may_stay=_MAY_STAY)


def _values(kind: type[Worked], person_id: int, *, without: int | None = None) -> dict[str, Any]:
    return {
        "person": person_id,
        "open": list(kind.workflow.open_states),
        "workers": [role.value for role in WORKERS],
        "head": Role.HEAD.value,
        "without": without,
    }
