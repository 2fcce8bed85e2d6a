"""The work map: list, map, totals, queues and tree are one and the same set, whoever looks."""

import html
import random
import re
from collections.abc import Collection
from datetime import timedelta
from itertools import count
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cityops.accounts.models import User
from cityops.areas.actions import reassign_features
from cityops.areas.models import Area
from cityops.desk.work_filter import Asked, asked_for
from cityops.desk.work_list import page_of, work_list
from cityops.policy.lines import Role
from cityops.reports.actions import route_report
from cityops.reports.layers import STAFF
from cityops.reports.workflow import OPEN_STATES, ReportState
from layers.counts import counts
from layers.filters import BadFilter
from layers.registry import Geometry
from tests.cityops.desk.drawn import drawn
from tests.factories import places
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory, CategoryFactory, staff
from tests.factories.reports import ReportFactory
from tests.factories.tables import make_table
from tests.layers.keeping import forget_kept
from tests.layers.tiles.grid import covering, tile_of
from tests.reference import know_reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/staff/?status=new"}


def everyone() -> dict[str, User]:
    """One person of each role, and one of two."""
    people = {
        role.value: staff(
            role,
            agency="dpupr" if role in {Role.OFFICER, Role.HEAD, Role.EXTENSION} else None,
            areas=["35.79.01"] if role in {Role.CAMAT, Role.EXTENSION} else ["35.79.01.1004"] * (role == Role.LURAH),
        )
        for role in Role
    }
    return people


def scatter(number: int = 60, people: Collection[User] = ()) -> None:
    """Reports all over the city and a little outside, in every state, of two agencies and none."""
    dice, more = random.Random(7), random.Random(8)
    categories = [
        CategoryFactory(code=code, name=code, kind=kind, agency=None)
        for code, kind in (
            ("jalan-rusak", "complaint"),
            ("lampu", "complaint"),
            ("taman", "need"),
            ("izin", "question"),
        )
    ]
    agencies = [AgencyFactory(code="dpupr"), AgencyFactory(code="dlh"), None]
    for index in range(number):
        state = dice.choice(ReportState.values)
        late = timedelta(days=dice.uniform(-20, 20))
        ReportFactory(
            geom=places.place(dice.uniform(112.495, 112.565), dice.uniform(-7.905, -7.835)),
            category=dice.choice(categories),
            agency=dice.choice(agencies),
            state=state,
            due_at=None if state == "waiting" or index % 5 == 0 else timezone.now() + late,
            created_at=timezone.now() - timedelta(days=dice.uniform(0, 60)),
            accepted_at=dice.choice([None, timezone.now()]),
            held_at=dice.choice([None, None, timezone.now()]),
            assignee=more.choice([None, None, *people]),
            reopened_at=more.choice([None, None, timezone.now()]),
            escalated=more.choice([0, 0, 1, 2]),
            text=dice.choice(["Lubang di jalan", "Lampu mati di gang"]),
        )


def asking(user: User, query: str = "") -> Asked:
    """What an address asks for."""
    return asked_for(QueryDict(query), user)


def listed(user: User, asked: Asked, *, size: int = 7) -> list[Any]:
    """All rows of the list, page by page as the link "next" goes."""
    rows, after = [], ""
    for _ in count():
        page = page_of(asked.kind, work_list(user, asked), after, size=size)
        rows += page.rows
        after = page.following
        if not after:
            return rows
    raise AssertionError


FIELDS = {
    "kind": st.sampled_from(["complaint", "need", "question", "complaint,need"]),
    "status": st.lists(st.sampled_from(ReportState.values), min_size=1, max_size=5).map(",".join),
    "category": st.sampled_from(["jalan-rusak", "lampu,taman"]),
    "agency": st.sampled_from(["dpupr", "dlh", "dlh,dpupr"]),
    "area": st.sampled_from(["35.79", "35.79.01", "35.79.01.1004", "35.79.02,35.79.03.2002"]),
    "from": st.integers(1, 60).map(lambda ago: str(timezone.localdate() - timedelta(days=ago))),
    "to": st.integers(1, 60).map(lambda ago: str(timezone.localdate() - timedelta(days=ago))),
    "overdue": st.just("1"),
    "open": st.just("1"),
    "unrouted": st.just("1"),
    "unaccepted": st.just("1"),
    "held": st.just("1"),
    "soon": st.just("1"),
    "assigned": st.just("1"),
    "assignee": st.sampled_from(["me", "nobody", "me,nobody"]),
    "reopened": st.just("1"),
    "escalated": st.just("1"),
    "sekkota": st.just("1"),
    "q": st.sampled_from(["lampu", "jalan", "sisir", "lubang jalan"]),
    "bbox": st.just("112.5,-7.88,112.54,-7.86"),
    "polygon": st.just("112.5,-7.9,112.54,-7.9,112.52,-7.85"),
}
assert set(FIELDS) == set(STAFF.filters), "a new filter belongs into this property"
QUERIES = st.lists(st.sampled_from(sorted(FIELDS)), max_size=3, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: FIELDS[name] for name in names})
)


def test_list_total_and_tiles_are_the_same_set_for_every_filter_and_person() -> None:
    people = everyone()
    scatter(people=people.values())
    seen = set()

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(query=QUERIES, role=st.sampled_from(list(people)), z=st.sampled_from([0, 9, 11, 13]))
    def same(query: dict[str, str], role: str, z: int) -> None:
        user = people[role]
        asked = asking(user, urlencode(query))
        rows = listed(user, asked)
        total = counts(asked.layer, user, asked.meant).total
        assert len(rows) == len({row.pk for row in rows}) == total
        assert drawn(user, asked, z, covering(z)) == total
        seen.add(total)

    same()
    assert max(seen) > 10, "the examples found too little to prove anything"


@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.OFFICER, Role.CAMAT])
def test_so_they_are_in_the_street_where_every_report_has_a_pin(role: Role) -> None:
    scatter(40)
    user = everyone()[role]
    asked = asking(user)
    rows = listed(user, asked)
    tiles = sorted({tile_of(17, row.geom) for row in rows})
    assert len(rows) == counts(asked.layer, user, asked.meant).total == drawn(user, asked, 17, tiles) > 0


def test_most_overdue_first_and_what_has_no_date_last() -> None:
    scatter()
    user = staff(Role.DISPATCHER)
    rows = listed(user, asking(user))
    dues = [row.due_at for row in rows]
    dated = [due for due in dues if due]
    assert dues == [*sorted(dated), *[None] * (len(dues) - len(dated))]
    assert None in dues
    assert dated


def test_pages_neither_repeat_nor_skip_rows_with_the_same_date() -> None:
    due = timezone.now()
    for _ in range(20):
        ReportFactory(due_at=due)
    user = staff(Role.DISPATCHER)
    assert len({row.pk for row in listed(user, asking(user), size=3)}) == 20


def test_open_is_meant_where_no_status_is_named() -> None:
    user = staff(Role.DISPATCHER)
    assert asking(user, "area=35.79.01").meant.query == "area=35.79.01&open=1"
    assert asking(user, "open=1").meant.query == "open=1"
    assert asking(user, "status=closed").meant.query == "status=closed"
    assert asking(user, "overdue=1").meant.query == "overdue=1"


def total_on(client: Client, url: str) -> int:
    found = re.search(r'data-total="(\d+)"', client.get(url).content.decode())
    assert found
    return int(found[1])


@pytest.mark.parametrize("query", ["", "polygon=112.5,-7.9,112.54,-7.9,112.52,-7.85", "from=2026-01-01"])
@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.OFFICER, Role.CAMAT, Role.PLANNER])
def test_every_count_beside_a_link_is_what_the_link_shows(client: Client, role: Role, query: str) -> None:
    scatter()
    client.force_login(everyone()[role])
    page = client.get(f"/staff/?{query}").content.decode()
    links = re.findall(
        r'<a class="tree__row" href="([^"]+)"(?:(?!</a>).)*?<span class="tree__count">([\d.]+)</span>', page, re.DOTALL
    )
    assert len(links) > 8
    assert any("overdue=1" in url for url, _said in links)
    assert all(query.partition(",")[0] in url for url, _said in links)
    assert any("unaccepted=1" in url and said != "0" for url, said in links) or role == Role.PLANNER
    for url, said in links:
        assert total_on(client, html.unescape(url)) == int(said.replace(".", "")), url


def test_a_bad_filter_is_refused_by_name_with_what_is_allowed(client: Client) -> None:
    client.force_login(staff(Role.DISPATCHER))
    answer = client.get("/staff/?status=offen")
    assert answer.status_code == 400
    text = answer.content.decode()
    assert "status" in text
    assert "offen" in text
    assert "in_progress" in text
    rest = client.get("/staff/?status=offen&area=35.79.01").content.decode()
    assert 'href="/staff/?area=35.79.01"' in rest
    assert client.get("/staff/?page=drei").status_code == 400
    assert client.get("/staff/?page=9999999999999999999999-1").status_code == 400
    assert client.get("/staff/?farbe=rot", **HTMX).status_code == 400


def test_rows_name_the_agency_for_those_who_see_several(client: Client) -> None:
    ReportFactory()
    ReportFactory(agency=None)
    cell = re.compile(r'<span class="work__agency">([^<]*)</span>')
    client.force_login(staff(Role.DISPATCHER))
    assert sorted(cell.findall(client.get("/staff/").content.decode())) == ["DPUPR", "–"]
    client.force_login(staff(Role.OFFICER, agency="dpupr"))
    page = client.get("/staff/").content.decode()
    assert 'class="rows__row work__row"' in page
    assert "work__agency" not in page


def test_dates_the_wrong_way_round_are_told(client: Client) -> None:
    client.force_login(staff(Role.DISPATCHER))
    page = client.get("/staff/?from=2026-03-02&to=2026-03-01").content.decode()
    assert "Tanggal “dari” sesudah tanggal “sampai”" in page


def test_a_bad_key_says_what_it_takes() -> None:
    user = staff(Role.DISPATCHER)
    with pytest.raises(BadFilter):
        page_of(asking(user).kind, work_list(user, asking(user)), "x")


def test_htmx_gets_what_changes_and_the_page_hears_the_filter(client: Client) -> None:
    ReportFactory()
    client.force_login(staff(Role.DISPATCHER))
    answer = client.get("/staff/?kind=complaint", **HTMX)
    text = answer.content.decode()
    assert "<html" not in text
    for part in ("list", "queue-links", "areas", "totals", "chips", "fields"):
        assert f'id="{part}"' in text
    assert 'class="views"' not in text
    assert '"filter": "kind=complaint&open=1"' in answer["HX-Trigger-After-Settle"]


MOST_STATEMENTS = 24  # of a whole page: reference data is asked once


def test_the_next_rows_come_alone(client: Client) -> None:
    for _ in range(52):
        ReportFactory()
    client.force_login(staff(Role.DISPATCHER))
    page = client.get("/staff/").content.decode()
    assert page.count('class="rows__row') == 50
    found = re.search(r'id="next-rows" href="([^"]+)"', page)
    assert found
    rows = client.get(html.unescape(found[1]), **HTMX).content.decode()
    assert rows.count('class="rows__row') == 2
    assert 'id="next-rows"' not in rows
    assert client.get("/staff/?rows=52", **HTMX).content.decode().count('class="rows__row') == 52


def test_as_many_statements_for_two_rows_as_for_two_hundred(client: Client) -> None:
    client.force_login(staff(Role.DISPATCHER))

    def statements(url: str, **extra: str) -> int:
        forget_kept()
        know_reference()
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url, **extra).status_code == 200
        return len(caught)

    ReportFactory()
    ReportFactory(geom=places.IN_BUMIAJI)
    few = [statements("/staff/"), statements("/staff/?area=35.79.01&rows=500", **HTMX)]
    scatter(198)
    assert [statements("/staff/"), statements("/staff/?area=35.79.01&rows=500", **HTMX)] == few
    assert few[0] <= MOST_STATEMENTS


def test_a_fragment_after_the_session_has_ended_leads_to_the_sign_in_and_back(client: Client) -> None:
    answer = client.get("/staff/?kind=need", **HTMX)
    assert answer["HX-Redirect"] == "/masuk/?next=/staff/%3Fstatus%3Dnew"


def test_who_has_no_task_is_told_so_kindly(client: Client) -> None:
    client.force_login(UserFactory())
    answer = client.get("/staff/")
    assert answer.status_code == 403
    assert "belum punya tugas" in answer.content.decode()


def test_the_page_says_who_is_signed_in_and_as_what(client: Client) -> None:
    client.force_login(staff(Role.CAMAT, areas=["35.79.02"], name="Bambang Hermanto"))
    page = client.get("/staff/").content.decode()
    assert "Bambang Hermanto" in page
    assert "Camat · Kecamatan Bumiaji" in page


def test_a_camat_sees_only_the_desa_of_the_kecamatan_in_the_tree(client: Client) -> None:
    client.force_login(staff(Role.CAMAT, areas=["35.79.02"]))
    page = client.get("/staff/").content.decode()
    assert "Punten" in page
    assert "Temas" not in page


def test_what_lost_its_area_is_the_dispatcher_s_to_route(client: Client) -> None:
    AgencyFactory(code="dlh")
    lost = ReportFactory(geom=places.IN_BEJI)
    Area.objects.filter(pk=lost.area_id).update(geom=None)
    reassign_features(actor=None)
    dispatcher = staff(Role.DISPATCHER)
    client.force_login(dispatcher)
    assert lost.code in client.get("/staff/?unrouted=1").content.decode()
    route_report(actor=dispatcher, pk=lost.pk, agency="dlh", reason="Sudah di luar Beji, tetap urusan DLH")
    assert lost.code not in client.get("/staff/?unrouted=1").content.decode()


def test_a_report_in_the_address_is_open_beside_the_list(client: Client) -> None:
    report = ReportFactory()
    client.force_login(staff(Role.OFFICER, agency="dlh"))
    page = client.get(f"/staff/?report={report.code}")
    assert page.status_code == 200
    assert "Lubang besar" not in page.content.decode()
    client.force_login(staff(Role.OFFICER, agency="dpupr"))
    assert "Lubang besar" in client.get(f"/staff/?report={report.code}").content.decode()


def test_strangers_get_nothing_of_the_staff_s_layer(client: Client) -> None:
    report = ReportFactory()
    x, y = tile_of(14, report.geom)
    assert client.get(f"/layers/work-reports/tiles/14/{x}/{y}.mvt").status_code == 404
    assert client.get("/layers/work-reports/counts/").status_code == 404


def test_the_open_states_are_those_of_the_workflow() -> None:
    assert set(OPEN_STATES) == {"new", "routed", "in_progress", "waiting"}


def plan_of(user: User, query: str) -> str:
    """How the database would read a page where tables are too large to read whole."""
    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    return work_list(user, asking(user, query)).values("pk")[:51].explain()


@pytest.mark.parametrize("query", ["status=closed", "kind=need", "area=35.79.01&status=closed"])
def test_what_a_page_of_an_agency_skips_is_skipped_in_an_index(query: str) -> None:
    scatter(5)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_indexscan = off")
        # Of five rows it costs as much to read those of all agencies, or what has ended there; of a million much more.
        cursor.execute("DROP INDEX ended_reports_list_in_order, reports_list_in_order")
    plan = plan_of(staff(Role.HEAD, agency="dpupr"), query)
    assert "Index Only Scan using agency_reports_in_order " in plan, plan


@pytest.mark.parametrize("query", ["", "overdue=1", "status=closed", "area=35.79.01"])
@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.HEAD])
def test_a_page_is_read_in_order_from_an_index(role: Role, query: str) -> None:
    scatter(5)
    plan = plan_of(staff(role, agency="dpupr" if role == Role.HEAD else None), query)
    assert re.search(r"Index (Only )?Scan using \w+_in_order", plan), plan
    assert "Sort" not in plan


def test_layers_of_the_same_label_do_not_hide_each_other(client: Client) -> None:
    for name in ("sumur", "telaga"):
        make_table(name, Geometry.POINT, [], label="Laporan")
    client.force_login(staff(Role.OFFICER, agency="dpupr"))
    groups = client.get("/staff/").context["map_config"]["catalogue"]["groups"]
    names = [layer["name"] for group in groups for layer in group["layers"]]
    assert {"sumur", "telaga", "work-reports"} <= set(names)
    assert "reports" not in names, "work-reports shows more of the same rows"
    assert len(names) == len(set(names))
