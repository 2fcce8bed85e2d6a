"""Reports of residents. Words, contact and photos live apart, so that they can be erased and history stays."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.gis.db import models
from django.db.models import F, Q

from cityops.agencies.models import CategoryKind
from cityops.features.work import DUE_OR_NEVER
from cityops.features.worked import Worked
from cityops.reports.workflow import ENDED_STATES, OPEN_STATES, WORKFLOW, Outcome, ReportState

_SCOPE = ("state", "kind", "area")
_COUNTED = (*_SCOPE, "category", "agency")


class Report(Worked):
    """A complaint (keluhan), need (kebutuhan, aspirasi) or question (pertanyaan) at a place."""

    workflow = WORKFLOW
    link_name = "cityops.reports.secret"

    kind = models.CharField(max_length=10, choices=CategoryKind.choices)
    category = models.ForeignKey("agencies.Category", models.PROTECT, related_name="reports", db_index=False)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="reports", db_index=False)
    state = models.CharField(max_length=12, choices=ReportState.choices, default=ReportState.NEW)
    # Of a clock that a question to the reporter stopped: working days that it had left, the state it belongs to, and
    # until when the reporter may reply.
    days_left = models.PositiveSmallIntegerField(null=True)
    asked_from = models.CharField(max_length=12, blank=True, default="", db_default="")
    reply_by = models.DateTimeField(null=True)
    escalated = models.PositiveSmallIntegerField(default=0, db_default=0)  # 1: the head was told, 2: the Sekkota, too
    reopened_at = models.DateTimeField(null=True)  # for the last time
    accepted_at = models.DateTimeField(null=True)  # since then the reporter's words and photos are public
    held_at = models.DateTimeField(null=True)  # came above the limit of its address: kept, seen by staff only
    hidden_at = models.DateTimeField(null=True)
    hidden_reason = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    outcome_date = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = [F("due_at").asc(nulls_last=True), "id"]
        indexes: ClassVar = [
            models.Index(
                DUE_OR_NEVER,
                "id",
                include=["due_at", *_SCOPE, "category", "m"],  # not the agency: that has an order of its own
                condition=Q(state__in=ENDED_STATES),
                name="ended_reports_list_in_order",
            ),
            # What a list skips on its way, such as what is open before what is closed, is skipped in the index alone.
            models.Index(DUE_OR_NEVER, "id", include=["due_at", *_COUNTED, "m"], name="reports_list_in_order"),
            models.Index(
                "agency",
                DUE_OR_NEVER,
                "id",
                include=["due_at", "category", *_SCOPE, "m"],
                name="agency_reports_in_order",
            ),
            # What a map counts is read from an index alone: by place, by time, and by what is asked for most.
            models.Index(
                fields=["public_m"], include=["id", *_COUNTED, "created_at", "due_at"], name="reports_by_public_place"
            ),
            models.Index(fields=["m"], include=["id", *_COUNTED, "created_at", "due_at"], name="reports_by_place"),
            # What words find, by number: a word that seven in a hundred hold is looked up seventy thousand times.
            models.Index(
                fields=["id"],
                include=["m", "public_m", "state", "area", "agency", "due_at", "accepted_at"],
                name="reports_by_number",
            ),
            models.Index(fields=["created_at", "id"], include=[*_COUNTED, "public_m", "m"], name="reports_by_age"),
            models.Index(fields=["category", "public_m"], include=["created_at", *_SCOPE], name="reports_by_category"),
            models.Index(fields=["agency", "m"], include=["category", "created_at", *_SCOPE], name="reports_by_agency"),
            models.Index(
                fields=["due_at"],
                include=["id", *_COUNTED, "public_m", "m", "created_at", "assignee"],
                condition=Q(state__in=OPEN_STATES),
                name="open_reports_in_time",
            ),
            # What is open at one agency: what its officers count, whatever they ask for.
            models.Index(
                fields=["agency", "due_at"],
                include=[
                    "id",
                    "state",
                    "kind",
                    "area",
                    "category",
                    "m",
                    "created_at",
                    "accepted_at",
                    "held_at",
                    "assignee",
                ],
                condition=Q(state__in=OPEN_STATES),
                name="open_reports_of_agency",
            ),
            models.Index(
                fields=["agency", "assignee"],
                include=["id", "area", "state", "due_at", "m"],
                condition=Q(state__in=OPEN_STATES, assignee__isnull=False),
                name="open_reports_of_somebody",
            ),
            models.Index(
                fields=["agency", "escalated"],
                include=["id", "area", "state", "due_at", "m"],
                condition=Q(state__in=OPEN_STATES, escalated__gt=0),
                name="open_reports_escalated",
            ),
            models.Index(
                fields=["agency", "reopened_at"],
                include=["id", "area", "state", "due_at", "m"],
                condition=Q(state__in=OPEN_STATES, reopened_at__isnull=False),
                name="open_reports_reopened",
            ),
            models.Index(
                fields=["agency", "held_at"],
                include=["id", "area", "state", "due_at", "m"],
                condition=Q(state__in=OPEN_STATES, held_at__isnull=False),
                name="open_reports_held",
            ),
            # Few, and looked for each hour: those that close by themselves.
            models.Index(
                fields=["due_at", "id"],
                include=[*_COUNTED, "public_m", "m", "created_at"],
                condition=Q(state="resolved"),
                name="resolved_reports_in_time",
            ),
            models.Index("reply_by", condition=Q(state="waiting"), name="reports_waiting_until"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_is_known"),
            models.CheckConstraint(condition=~Q(state="waiting") | Q(due_at=None), name="a_waiting_report_has_no_due"),
            models.CheckConstraint(condition=Q(hidden_at=None) | ~Q(hidden_reason=""), name="hiding_has_a_reason"),
        ]

    def __str__(self) -> str:
        """Return the public code."""
        return self.code

    def lacks_after(self, photos: Iterable[Any]) -> bool:
        """Whether something was done that none of these photos shows."""
        return self.outcome == Outcome.DONE and not self.is_open and all(one.stage != "after" for one in photos)

    @property
    def words_are_public(self) -> bool:
        """Whether strangers may read what the reporter wrote and see the photos."""
        return self.accepted_at is not None and self.hidden_at is None
