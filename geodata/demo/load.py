"""Writes the demo city's year, its facilities and what else it has: all or nothing, once."""

from collections.abc import Sequence
from datetime import date
from random import Random

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from psycopg.types.json import Jsonb

from cityops.areas.models import Area
from cityops.errors import CityError
from cityops.facilities.models import Facility
from cityops.features.models import HistoryEvent
from cityops.reports.models import Reply, Report, ReportContact, ReportWords
from geodata.city.entries import Reference
from geodata.demo.bulk import copy_rows, new_ids
from geodata.demo.facilities import demo_facilities, write_facilities
from geodata.demo.others import OTHERS
from geodata.demo.residents import FULL_SIZE
from geodata.demo.size import DemoSize
from geodata.demo.teams import teams_of
from geodata.demo.year import DemoReport, demo_year, digest_of, terrain_of
from geodata.models import DemoLoad

KIND = Report._meta.label
REPORT_COLUMNS = (
    *("id", "code", "geom", "public_precision", "created_at", "updated_at", "kind", "category_id", "agency_id"),
    *("state", "due_at", "accepted_at", "hidden_at", "hidden_reason", "outcome", "outcome_date", "closed_at"),
    *("days_left", "asked_from", "reply_by", "reopened_at", "version", "secret_salt"),
)
EVENT_COLUMNS = ("kind", "object_id", "verb", "actor_id", "from_state", "to_state", "is_public", "data", "at")
REPLY_COLUMNS = ("id", "report_id", "side", "author_id", "agency_id", "verb", "text", "is_public", "created_at")


class NoBoundaries(CityError):
    """The demo city needs areas with outlines."""

    code, status = "no_boundaries", 409
    text = _("There are no outlines yet. Run make_demo_boundaries --load, or import_areas, first.")


class NotInProduction(CityError):
    """Made-up reports and sign-ins have no place on the city's own server."""

    code, status = "not_in_production", 403
    text = _("The demo city is not loaded under production settings.")


@transaction.atomic
def load_demo(reference: Reference, until: date, count: int, *, replace: bool = False) -> DemoLoad | None:
    """Write `count` reports of the year before `until`, and all else; None where a demo is loaded already.

    replace: take the demo that is there out first; its history stays, since history is never deleted.
    Raises NoBoundaries, NotInProduction.
    """
    refuse_in_production()
    if not Area.objects.filter(geom__isnull=False).exists():
        raise NoBoundaries
    loaded = DemoLoad.objects.select_for_update().filter(city=reference.city.slug).first()
    if loaded and not replace:
        return None
    if loaded:
        _take_out_others(loaded)
        Report.objects.filter(pk__in=loaded.report_ids).delete()
        Facility.objects.filter(pk__in=loaded.facility_ids).delete()
        loaded.delete()
    reports = demo_year(reference, until, count)
    report_ids = _write_reports(reports)
    facility_ids = _write_facilities(reference, reports)
    size = DemoSize(reference, until, min(1.0, count / FULL_SIZE))
    others = {kind.model._meta.label: kind.write(size) for kind in OTHERS}
    return DemoLoad.objects.create(
        city=reference.city.slug,
        until=until,
        reports=len(reports),
        digest=digest_of(reports),
        report_ids=report_ids,
        facility_ids=facility_ids,
        others=others,
    )


def _take_out_others(loaded: DemoLoad) -> None:
    for kind in reversed(OTHERS):
        kind.model._default_manager.filter(pk__in=loaded.others.get(kind.model._meta.label, [])).delete()


def refuse_in_production() -> None:
    """Raise NotInProduction under production settings."""
    if settings.IS_PRODUCTION:
        raise NotInProduction


def _write_reports(reports: Sequence[DemoReport]) -> list[int]:
    ids = new_ids(Report, len(reports))
    copy_rows(Report, REPORT_COLUMNS, (_report_row(pk, report) for pk, report in zip(ids, reports, strict=True)))
    copy_rows(
        ReportWords,
        ("report_id", "text", "need_service", "need_for"),
        ((pk, r.sent.text, r.sent.need_service, r.sent.need_for) for pk, r in zip(ids, reports, strict=True)),
    )
    copy_rows(
        ReportContact,
        ("report_id", "name", "email", "phone", "language"),
        ((pk, r.sent.reporter, "", "", "id") for pk, r in zip(ids, reports, strict=True) if r.sent.reporter),
    )
    _write_steps(ids, reports)
    return ids


def _report_row(pk: int, report: DemoReport) -> Sequence[object]:
    sent, life = report.sent, report.life
    return (
        *(pk, report.code, f"SRID=4326;POINT({report.lng} {report.lat})", sent.category.precision),
        *(sent.at, life.last_at, sent.category.kind, sent.category.code, life.agency),
        *(life.state, life.due_at, life.accepted_at, life.hidden_at, life.hidden_reason),
        *(life.outcome, life.outcome_date, life.now.closed_at),
        *(life.now.days_left, life.now.asked_from, life.now.reply_by, life.reopened_at),
        *(1 + len(life.steps), report.secret_salt),
    )


def _write_steps(ids: Sequence[int], reports: Sequence[DemoReport]) -> None:
    """Write what was done and said, in the order of time, as it would have come about."""
    steps = sorted(
        ((step.at, pk, report, step) for pk, report in zip(ids, reports, strict=True) for step in report.life.steps),
        key=lambda entry: entry[:2],
    )
    teams = teams_of(step.by for _at, _pk, _report, step in steps if step.by)
    said = iter(new_ids(Reply, sum(1 for _at, _pk, _report, step in steps if step.text)))
    replies, events = [], []
    for at, pk, _report, step in steps:
        data = dict(step.data)
        actor = teams[step.by] if step.by else None
        if step.text:
            data["reply"] = reply = next(said)
            side = Reply.Side.STAFF if step.by else Reply.Side.REPORTER
            replies.append(
                (
                    reply,
                    pk,
                    side,
                    actor,
                    step.agency if step.by else None,
                    step.verb,
                    step.text,
                    step.text_is_public,
                    at,
                )
            )
        events.append((KIND, pk, step.verb, actor, step.before, step.after, step.is_public, Jsonb(data), at))
    areas = dict(Report.objects.filter(pk__in=ids).values_list("pk", "area_id"))
    for pk, report in zip(ids, reports, strict=True):
        data = {"category": report.sent.category.code, "area": areas[pk]}
        events.append((KIND, pk, "send", None, "", "new", True, Jsonb(data), report.sent.at))
    events.sort(key=lambda event: event[-1])
    copy_rows(Reply, REPLY_COLUMNS, replies)
    copy_rows(HistoryEvent, EVENT_COLUMNS, events)


def _write_facilities(reference: Reference, reports: Sequence[DemoReport]) -> list[int]:
    facilities = demo_facilities(reference, terrain_of(reference), Random(reference.city.slug))
    return write_facilities(facilities, min((report.sent.at for report in reports), default=None))
