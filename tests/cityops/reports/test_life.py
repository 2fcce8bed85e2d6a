"""A report's clocks through a year: holidays, cuti bersama, Fridays, and questions that stop them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cityops.agencies.working_time import FIVE_DAYS, SIX_DAYS, Week, WorkingCalendar
from cityops.reports.life import Clock, after, begun
from cityops.reports.workflow import OPEN_STATES, WORKFLOW, ReportState

WIB = ZoneInfo("Asia/Jakarta")
FIVE, SIX = WorkingCalendar({}, FIVE_DAYS), WorkingCalendar({}, SIX_DAYS)
TARGET = 10  # working days of the category


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=WIB)


def told(clock: Clock) -> tuple[str, str]:
    due = timezone.localtime(clock.due_at).strftime("%Y-%m-%d %H:%M") if clock.due_at else ""
    return clock.state, due


def lived(*moves: tuple[str, str], week: Week = FIVE_DAYS, has_agency: bool = True) -> Clock:
    """Return the clock of a report that came with the first move ("send") and lived the others."""
    calendar = WorkingCalendar({}, week)
    (_, came), *rest = moves
    clock = begun("new", at=at(came), target_days=TARGET, calendar=calendar)
    for verb, moment in rest:
        clock = after(verb, clock, at=at(moment), target_days=TARGET, has_agency=has_agency, calendar=calendar)
    return clock


# 2026: Nyepi and Idul Fitri with their cuti bersama 18 to 24 March; 3 April Good Friday; 1 May; 14 and 15 May Ascension
# with cuti bersama; 27 and 28 May Idul Adha with cuti bersama; 1 June Pancasila; 24 and 25 December.
@pytest.mark.parametrize(
    ("moves", "state", "due"),
    [
        pytest.param([("send", "2026-01-05 09:00")], "new", "2026-01-08 16:00", id="monday"),
        pytest.param([("send", "2026-01-09 16:40")], "new", "2026-01-14 16:00", id="friday-afternoon"),
        pytest.param([("send", "2026-01-06 09:00")], "new", "2026-01-09 16:30", id="due-on-a-friday"),
        pytest.param([("send", "2026-01-10 20:00")], "new", "2026-01-14 16:00", id="saturday-night"),
        pytest.param([("send", "2026-03-17 10:00")], "new", "2026-03-27 16:30", id="before-lebaran"),
        pytest.param([("send", "2026-03-21 10:00")], "new", "2026-03-27 16:30", id="in-lebaran"),
        pytest.param(
            [("send", "2026-03-10 10:00"), ("accept", "2026-03-16 10:00")],
            "routed",
            "2026-03-30 16:00",
            id="first-answer-over-lebaran",
        ),
        pytest.param(
            [("send", "2026-05-04 10:00"), ("accept", "2026-05-05 10:00"), ("start", "2026-05-11 10:00")],
            "in_progress",
            "2026-05-29 16:30",
            id="target-over-ascension-and-idul-adha",
        ),
        pytest.param([("send", "2026-12-23 10:00")], "new", "2026-12-30 16:00", id="cuti-bersama-of-christmas"),
        pytest.param(
            [("send", "2026-01-05 09:00"), ("accept", "2026-01-05 10:00"), ("answer", "2026-01-06 10:00")],
            "in_progress",
            "2026-01-21 16:00",
            id="the-first-answer-begins-the-work",
        ),
        pytest.param(
            [("send", "2026-01-05 09:00"), ("accept", "2026-01-05 10:00"), ("return", "2026-01-06 10:00")],
            "new",
            "2026-01-09 16:30",
            id="returned-it-is-to-be-forwarded-anew",
        ),
        pytest.param(
            [
                ("send", "2026-01-05 09:00"),
                ("start", "2026-01-05 10:00"),  # due on the 20th (the 16th is Isra Mikraj): ten days
                ("ask", "2026-01-08 10:00"),  # seven are left
                ("reply", "2026-01-12 10:00"),
            ],
            "in_progress",
            "2026-01-22 16:00",
            id="a-question-stops-the-clock",
        ),
        pytest.param(
            [
                ("send", "2026-01-05 09:00"),
                ("start", "2026-01-05 10:00"),
                ("ask", "2026-01-08 10:00"),  # seven are left
                ("start", "2026-01-12 10:00"),
            ],
            "in_progress",
            "2026-01-22 16:00",
            id="taken-up-again-without-a-reply-it-has-what-was-left",
        ),
        pytest.param(
            [
                ("send", "2026-03-05 09:00"),
                ("start", "2026-03-05 10:00"),  # due on the 26th, over Nyepi and Lebaran
                ("ask", "2026-03-17 10:00"),  # the 25th and the 26th are left
                ("reply", "2026-03-22 10:00"),
            ],
            "in_progress",
            "2026-03-26 16:00",
            id="paused-over-lebaran",
        ),
        pytest.param(
            [
                ("send", "2026-01-05 09:00"),
                ("start", "2026-01-05 10:00"),
                ("ask", "2026-01-29 10:00"),  # late already
                ("reply", "2026-02-02 10:00"),
            ],
            "in_progress",
            "2026-02-03 16:00",
            id="asked-when-late-one-day-is-left",
        ),
        pytest.param(
            [
                ("send", "2026-01-05 09:00"),
                ("start", "2026-01-05 10:00"),
                ("ask", "2026-01-08 10:00"),
                ("ask", "2026-01-09 10:00"),
                ("resume", "2026-01-26 10:00"),
            ],
            "in_progress",
            "2026-02-04 16:00",
            id="no-reply-it-goes-on-with-what-was-left",
        ),
        pytest.param(
            [("send", "2026-01-05 09:00"), ("ask", "2026-01-06 10:00"), ("reply", "2026-01-07 10:00")],
            "new",
            "2026-01-09 16:30",
            id="asked-before-it-was-accepted",
        ),
        pytest.param([("send", "2026-01-05 09:00"), ("ask", "2026-01-06 10:00")], "waiting", "", id="no-date-waiting"),
        pytest.param(
            [
                ("send", "2026-01-05 09:00"),
                ("start", "2026-01-05 10:00"),
                ("resolve", "2026-03-12 10:00"),
            ],
            "resolved",
            "2026-04-02 16:00",
            id="ten-days-to-say-not-solved-over-lebaran",
        ),
        pytest.param(
            [("send", "2026-01-05 09:00"), ("start", "2026-01-05 10:00"), ("note", "2026-01-12 10:00")],
            "in_progress",
            "2026-01-20 16:00",
            id="a-note-moves-nothing",
        ),
    ],
)
def test_a_year_of_clocks(moves: list[tuple[str, str]], state: str, due: str) -> None:
    assert told(lived(*moves)) == (state, due)


def test_an_agency_that_works_on_saturdays() -> None:
    assert told(lived(("send", "2026-01-08 09:00"), week=SIX_DAYS)) == ("new", "2026-01-12 14:00")
    assert told(lived(("send", "2026-01-07 09:00"), week=SIX_DAYS)) == ("new", "2026-01-10 13:00")
    assert told(lived(("send", "2026-01-06 09:00"), week=SIX_DAYS)) == ("new", "2026-01-09 11:30")


def test_the_reporter_has_ten_working_days_to_reply() -> None:
    asked = lived(("send", "2026-03-09 09:00"), ("ask", "2026-03-10 10:00"))
    assert asked.reply_by is not None
    assert timezone.localtime(asked.reply_by).strftime("%Y-%m-%d %H:%M") == "2026-03-31 16:00"


def test_saturdays_of_an_agency_take_no_time_from_the_reporter() -> None:
    moves = (("send", "2026-03-02 09:00"), ("start", "2026-03-02 10:00"))
    for week in (FIVE_DAYS, SIX_DAYS):
        resolved = lived(*moves, ("resolve", "2026-03-12 10:00"), week=week)
        assert told(resolved) == ("resolved", "2026-04-02 16:00")
        asked = lived(*moves, ("ask", "2026-03-10 10:00"), week=week)
        assert asked.reply_by is not None
        assert timezone.localtime(asked.reply_by).strftime("%Y-%m-%d %H:%M") == "2026-03-31 16:00"


def test_what_nobody_has_is_new_whatever_becomes_of_it() -> None:
    reopened = lived(
        *(("send", "2026-01-05 09:00"), ("reject", "2026-01-06 09:00"), ("reporter_reopen", "2026-01-07 09:00")),
        has_agency=False,
    )
    assert told(reopened) == ("new", "2026-01-12 16:00")


moments = st.datetimes(datetime(2024, 1, 2), datetime(2027, 6, 1)).map(lambda moment: moment.replace(tzinfo=WIB))
verbs = st.sampled_from(sorted(move.verb for move in WORKFLOW.moves))


@given(moments, st.lists(st.tuples(verbs, st.integers(0, 40 * 24)), max_size=12), st.booleans())
def test_whatever_happens_the_clock_is_one_of_its_state(
    begin: datetime, steps: list[tuple[str, int]], has_agency: bool
) -> None:
    clock, now = begun("new", at=begin, target_days=TARGET, calendar=FIVE), begin
    for verb, hours in steps:
        now = datetime.fromtimestamp(now.timestamp() + 3600 * hours, WIB)
        if clock.state not in WORKFLOW.move(verb).sources:
            continue
        clock = after(verb, clock, at=now, target_days=TARGET, has_agency=has_agency, calendar=FIVE)
        assert clock.state in ReportState.values
        assert (clock.due_at is not None) == (WORKFLOW.state(clock.state).clock is not None)
        assert (clock.reply_by is not None) == (clock.state == "waiting")
        assert (clock.closed_at is None) == (clock.state in OPEN_STATES)
        assert clock.due_at is None or FIVE.is_working_day(timezone.localtime(clock.due_at).date())


@given(moments, st.integers(1, 60 * 24), st.integers(0, 60 * 24))
def test_a_question_costs_the_agency_no_day_and_gives_it_none(begin: datetime, until: int, waited: int) -> None:
    clock = begun("in_progress", at=begin, target_days=TARGET, calendar=FIVE)
    asked_at = datetime.fromtimestamp(begin.timestamp() + 3600 * until, WIB)
    replied_at = datetime.fromtimestamp(asked_at.timestamp() + 3600 * waited, WIB)
    rules = {"target_days": TARGET, "has_agency": True, "calendar": FIVE}
    waiting = after("ask", clock, at=asked_at, **rules)
    going_on = after("reply", waiting, at=replied_at, **rules)
    assert clock.due_at is not None
    assert going_on.due_at is not None
    left = max(1, FIVE.days_left(asked_at, clock.due_at))
    assert FIVE.days_left(replied_at, going_on.due_at) == left


@given(moments, st.integers(0, 30))
def test_so_many_days_before_is_the_way_back(moment: datetime, days: int) -> None:
    before = FIVE.days_before(moment, days)
    assert before <= moment
    assert (
        sum(
            FIVE.is_working_day(datetime.fromordinal(n).date())
            for n in range(timezone.localtime(before).date().toordinal(), timezone.localtime(moment).date().toordinal())
        )
        == days
    )
