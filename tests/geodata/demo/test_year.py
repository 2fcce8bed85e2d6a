import re
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import shapely

from cityops.agencies.working_time import WorkingCalendar
from cityops.features.codes import clean_code
from cityops.reports.workflow import CLOCK_DAYS, WORKFLOW
from geodata.city.folder import read_reference
from geodata.demo.corpus import leaves, shared
from geodata.demo.seasons import idul_fitri
from geodata.demo.year import DemoReport, demo_year, digest_of, terrain_of

BATU = read_reference("batu")
UNTIL = date(2026, 11, 24)
ZONE = ZoneInfo("Asia/Jakarta")
END = datetime(2026, 11, 24, tzinfo=ZONE)


@pytest.fixture(scope="module")
def year() -> list[DemoReport]:
    return demo_year(BATU, UNTIL, 1500)


def test_the_same_date_gives_the_same_rows(year: list[DemoReport]) -> None:
    assert digest_of(demo_year(BATU, UNTIL, 1500)) == digest_of(year)
    assert digest_of(demo_year(BATU, UNTIL - timedelta(days=1), 1500)) != digest_of(year)


def test_codes_are_valid_and_differ(year: list[DemoReport]) -> None:
    assert len({report.code for report in year}) == 1500
    assert all(clean_code(report.code, "BTU") == report.code for report in year[:200])


def test_all_of_it_happens_within_the_year(year: list[DemoReport]) -> None:
    assert all(END - timedelta(days=366) < report.sent.at < END for report in year)
    for report in year:
        moments = [report.sent.at, *(step.at for step in report.life.steps)]
        assert moments == sorted(moments)
        assert moments[-1] < END


def test_every_life_is_one_that_the_workflow_allows(year: list[DemoReport]) -> None:
    for report in year:
        state = "new"
        for step in report.life.steps:
            assert state == step.before
            assert state in WORKFLOW.move(step.verb).sources
            state = step.after
        assert state == report.life.state


def test_due_dates_are_those_of_the_citys_calendar(year: list[DemoReport]) -> None:
    calendar = WorkingCalendar({})
    for report in year[:300]:
        life = report.life
        clock = WORKFLOW.state(life.state).clock
        if clock is None:
            assert life.due_at is None
            continue
        entered = [step.at for step in life.steps if step.before != step.after or step.verb == "route"]
        days = CLOCK_DAYS[clock]
        wanted = life.target_days if days is None else days
        assert life.due_at == calendar.due_after(entered[-1] if entered else report.sent.at, wanted)


def test_officers_work_in_working_time(year: list[DemoReport]) -> None:
    calendar = WorkingCalendar({})
    by_officers = [step.at.astimezone(ZONE) for report in year[:400] for step in report.life.steps if step.by]
    assert all(calendar.is_working_day(at.date()) and 8 <= at.hour < 16 for at in by_officers)


def test_states_fit_the_age(year: list[DemoReport]) -> None:
    month = timedelta(days=30)
    old = Counter(report.life.state for report in year if END - report.sent.at > 4 * month)
    young = Counter(report.life.state for report in year if END - report.sent.at < month / 10)
    assert (old["closed"] + old["rejected"] + old["archived"]) / sum(old.values()) > 0.85
    assert young["closed"] == 0
    assert young["new"] > 0
    everything = Counter(report.life.state for report in year)
    assert set(everything) == {state.name for state in WORKFLOW.states}
    late = [r for r in year if r.life.state in WORKFLOW.open_states and r.life.due_at and r.life.due_at < END]
    assert 0.01 < len(late) / len(year) < 0.12


def test_kinds_are_mixed_as_told(year: list[DemoReport]) -> None:
    kinds = Counter(report.sent.category.kind for report in year)
    assert kinds["complaint"] / 1500 == pytest.approx(0.7, abs=0.06)
    assert kinds["need"] / 1500 == pytest.approx(0.2, abs=0.05)


def test_seasons_can_be_seen() -> None:
    year = demo_year(BATU, UNTIL, 3000)

    def share(code: str, months: set[int]) -> float:
        found = [report.sent.at.month in months for report in year if report.sent.category.code == code]
        return sum(found) / len(found)

    assert share("landslide", {11, 12, 1, 2, 3, 4}) > 0.7
    assert share("irrigation", {6, 7, 8, 9, 10}) > 0.65
    assert share("school", {6, 7, 8}) > 0.3
    feast = idul_fitri(2026)
    waste = [r for r in year if r.sent.category.code == "waste" and abs((r.sent.at.date() - feast).days) <= 8]
    assert len(waste) > 20


def test_places_lie_well_inside_their_desa(year: list[DemoReport]) -> None:
    terrain = terrain_of(BATU)
    for report in year:
        outline = terrain.desa[report.sent.desa.code].outline
        point = shapely.Point(report.sent.place.x, report.sent.place.y)
        assert outline.contains(point)
        assert outline.boundary.distance(point) > 60


def test_people_do_not_read_alike(year: list[DemoReport]) -> None:
    texts = [report.sent.text for report in year]
    assert len(set(texts)) > 0.97 * len(texts)
    assert not any(text == after for text, after in pairwise(texts))
    assert all(len(text) >= 12 for text in texts)


def test_no_slot_stays_empty_and_nothing_private_is_made_up(year: list[DemoReport]) -> None:
    said = [report.sent.text for report in year]
    said += [step.text for report in year for step in report.life.steps]
    assert not [text for text in said if re.search(r"[{}]|lorem", text, re.IGNORECASE)]
    assert not [text for text in said if re.search(r"\b08\d{8,}|\b\d{16}\b|@", text)]


def test_a_need_says_which_service_and_for_whom(year: list[DemoReport]) -> None:
    needs = [report.sent for report in year if report.sent.category.kind == "need"]
    assert all(sent.need_service and sent.need_for for sent in needs)


def test_agencies_are_the_right_ones(year: list[DemoReport]) -> None:
    ours = {agency.code for agency in BATU.agencies if agency.is_ours}
    first = [report for report in year if not any(step.verb == "route" for step in report.life.steps)]
    for report in first:
        agency = report.sent.category.agency
        assert report.life.agency == (agency if agency in ours else None)
    routed = {step.data["agency"] for report in year for step in report.life.steps if step.verb == "route"}
    assert {"perumdam", "kec-batu"} <= routed


def test_every_slot_of_the_words_can_be_filled() -> None:
    known = {name.removeprefix("slot ") for name in shared() if name.startswith("slot ")}
    known |= {"tempat", "tempat_saja", "dinas", "tanggal"}
    sentences = [text for leaf in leaves().values() for part in leaf.sentences.values() for text in part]
    for texts in shared().values():
        sentences += [text for entry in texts for text in (entry if isinstance(entry, list) else [entry])]
    assert {slot for text in sentences for slot in re.findall(r"\{(\w*)\}", text)} <= known


def test_every_matter_has_its_own_answer() -> None:
    for code, leaf in leaves().items():
        assert len(leaf.of("done")) == len(leaf.of("what")), code
        assert len(leaf.of("service")) == (len(leaf.of("what")) if code.startswith("need-") else 0), code


def test_large_groups_have_forty_sentences() -> None:
    parents = {category.code: category.parent for category in BATU.categories}
    counted: Counter[str] = Counter()
    for code, leaf in leaves().items():
        counted[parents[code]] += sum(len(leaf.of(part)) for part in ("what", "detail", "effect"))
    assert min(counted.values()) >= 25
    assert all(
        counted[group] >= 40 for group in ("roads", "environment", "danger", "farming", "services", "need-people")
    )
