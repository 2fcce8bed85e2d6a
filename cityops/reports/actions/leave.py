"""What happens to the reports of somebody who leaves: they are nobody's, until somebody takes them."""

from django.db import connection

from cityops.accounts.models import User
from cityops.agencies.colleagues import WORKERS, workers_of
from cityops.agencies.leavers import work_is_laid_down_by
from cityops.reports.models import Report
from cityops.reports.workflow import OPEN_STATES

# One statement, whatever the number: the rule is that of `workers_of`, asked of each report that the person has.
_LAY_DOWN = """
WITH laid_down AS (
    UPDATE reports_report r SET assignee_id = NULL, version = r.version + 1, updated_at = now()
    WHERE r.assignee_id = %(person)s AND r.state = ANY(%(open)s) AND NOT EXISTS (
        SELECT FROM agencies_membership m
        JOIN accounts_user u ON u.id = m.user_id AND u.is_active
        WHERE m.user_id = r.assignee_id AND m.agency_id = r.agency_id AND m.role = ANY(%(workers)s)
        AND (
            NOT EXISTS (SELECT FROM agencies_membership_areas a WHERE a.membership_id = m.id)
            OR EXISTS (
                SELECT FROM agencies_membership_areas a WHERE a.membership_id = m.id
                AND (r.area_id = a.area_id OR r.area_id LIKE a.area_id || '.%%')
            )
        )
    )
    RETURNING r.id, r.state, r.agency_id
)
INSERT INTO features_historyevent (kind, object_id, verb, actor_id, from_state, to_state, is_public, data)
SELECT %(kind)s, id, 'left', %(actor)s, state, state, false,
       jsonb_build_object('agency', agency_id, 'before', %(person)s::bigint, 'assignee', NULL)
FROM laid_down ORDER BY id
"""


def lay_down_reports(person: User, actor: User | None) -> int:
    """Make the open reports nobody's that a person has and may work on no longer; return how many."""
    values = {
        "person": person.pk,
        "actor": actor.pk if actor else None,
        "open": list(OPEN_STATES),
        "workers": [role.value for role in WORKERS],
        "kind": Report._meta.label,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LAY_DOWN, values)
        return int(cursor.rowcount)


def lay_down_if_left(report: Report) -> None:
    """Make a report that comes back as it was nobody's where whoever had it has left; saving it is the caller's."""
    if report.assignee_id and report.assignee not in workers_of(report.agency_id, report.area_id):
        report.assignee = None


def register_leavers() -> None:
    """Tell the floor of the memberships how reports are laid down."""
    work_is_laid_down_by(lay_down_reports)
