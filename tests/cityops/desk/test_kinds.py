"""Every kind of work on the work map: list, counts and map are one set, and nobody sees a kind that is not theirs."""

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cityops.accounts.models import User
from cityops.desk.filter_parts import parts_of
from cityops.desk.queue_counts import counted
from cityops.desk.work_filter import Asked, all_of, asked_for
from cityops.desk.work_list import page_of, work_list
from cityops.errors import NotFound
from cityops.features import work
from cityops.features.work import WorkKind, register_work, work_kind, work_kinds
from cityops.features.workflow import Move
from cityops.policy.lines import Role
from cityops.reports.work import WORK
from layers.counts import counts
from layers.filters import AnyBelow, AnyOf, BBox, Day, FilterField, Flag, PolygonOf, Text
from layers.person_filter import Person
from tests.cityops.desk.drawn import drawn
from tests.cityops.desk.rows import KINDS, scatter
from tests.factories.agencies import staff
from tests.layers.keeping import forget_kept
from tests.layers.tiles.grid import covering
from tests.reference import know_reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
ROLES = [Role.DISPATCHER, Role.HEAD, Role.EXTENSION, Role.CAMAT, Role.PLANNER]
HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/staff/"}


def person(role: Role) -> User:
    agency = "dpupr" if role in {Role.HEAD, Role.EXTENSION} else None
    return staff(role, agency=agency, areas=["35.79.01"] if role in {Role.CAMAT, Role.EXTENSION} else [])


def a_seer(kind: str) -> User:
    """Somebody who has the kind on the work map."""
    return next(user for user in map(person, ROLES) if kind in {one.name for one in work_kinds(user)})


def listed(user: User, asked: Asked, size: int = 7) -> list[Any]:
    """All rows of the list, page by page as the link "next" goes."""
    rows: list[Any] = []
    after = ""
    while True:
        page = page_of(asked.kind, work_list(user, asked), after, size=size)
        rows += page.rows
        after = page.following
        if not after:
            return rows


def a_value(name: str, field: FilterField) -> str:
    """One value that a key of a filter takes."""
    match field:
        case AnyBelow():
            return "35.79.01"
        case AnyOf():
            return next(iter(sorted(field.allowed())))
        case Person():
            return "me"
        case Day():
            return timezone.localdate().isoformat()
        case Flag():
            return "1"
        case Text():
            return "sisir"
        case BBox():
            return "112.5,-7.88,112.54,-7.86"
        case PolygonOf():
            return "112.5,-7.9,112.55,-7.9,112.53,-7.84"
    if name == "week":
        return timezone.localdate().strftime("%G-W%V")
    raise AssertionError(f"no example for {name}")


def every_question(kind: WorkKind, fields: Mapping[str, FilterField]) -> list[str]:
    """Nothing asked, each key alone, each queue, and every state."""
    keys = [f"{name}={a_value(name, field)}" for name, field in fields.items()]
    queues = ["&".join(f"{key}={','.join(values)}" for key, values in queue.values.items()) for queue in kind.queues]
    states = "status=" + ",".join(state.name for state in kind.workflow.states)
    return ["", *keys, *queues, states]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", KINDS)
def test_list_counts_and_tiles_are_the_same_set_for_every_key_and_queue(name: str, role: Role) -> None:
    user = person(role)
    scatter(name, whose=user)
    if name not in {kind.name for kind in work_kinds(user)}:
        with pytest.raises(NotFound):
            asked_for(QueryDict(f"of={name}"), user)
        return
    kind = work_kind(name, user)
    found = set()
    for query in every_question(kind, all_of(kind, user).layer.filters):
        asked = asked_for(QueryDict(f"of={name}&{query}"), user)
        rows = listed(user, asked)
        total = counts(asked.layer, user, asked.meant).total
        assert len(rows) == len({row.pk for row in rows}) == total, query
        assert drawn(user, asked, 11, covering(11)) == total, query
        found.add(total)
    assert max(found) > 5


@pytest.mark.parametrize("name", KINDS)
def test_most_overdue_first_and_what_has_no_date_last(name: str) -> None:
    scatter(name)
    user = a_seer(name)
    dues = [row.due_at for row in listed(user, all_of(work_kind(name, user), user))]
    dated = [due for due in dues if due]
    assert dues == [*sorted(dated), *[None] * (len(dues) - len(dated))]
    assert None in dues
    assert dated


@pytest.mark.parametrize("name", KINDS)
def test_every_count_beside_a_link_is_what_the_link_shows(client: Client, name: str) -> None:
    for kind in KINDS:
        scatter(kind, 25)
    client.force_login(a_seer(name))
    page = client.get(f"/staff/?of={name}&area=35.79.01").content.decode()
    links = re.findall(
        r'<a class="tree__row[^"]*" href="([^"]+)"([^>]*)>(?:(?!</a>).)*?<span class="tree__count">([\d.]+)</span>',
        page,
        re.DOTALL,
    )
    assert len(links) > 8
    assert any(f"of={name}" in url for url, _more, _said in links) or name == "reports"
    for url, more, said in links:
        if 'data-area="35.79.01"' in more:
            continue  # the link of what is chosen undoes it
        shown = re.search(r'data-total="(\d+)"', client.get(html.unescape(url)).content.decode())
        assert shown
        assert int(shown[1]) == int(said.replace(".", "")), url


def test_my_work_of_every_kind_stands_on_one_page_with_how_much_waits(client: Client) -> None:
    user = staff(Role.OFFICER, agency="dpupr")
    for name in KINDS:
        scatter(name, 21, whose=user)
    client.force_login(user)
    page = client.get("/staff/").content.decode()
    for kind in work_kinds(user):
        rows = all_of(kind, user).layer.rows().filter(state__in=kind.workflow.open_states, assignee=user)
        of = "" if kind.name == "reports" else f"&amp;of={kind.name}"
        link = re.search(rf'href="/staff/\?assignee=me{of}".*?<span class="tree__count">(\d+)</span>', page, re.DOTALL)
        assert link, kind.name
        assert int(link[1]) == rows.count() > 0


@pytest.mark.parametrize("name", KINDS)
def test_the_queues_of_a_kind_are_counted_in_one_statement(name: str) -> None:
    user = staff(Role.OFFICER, agency="dpupr")
    scatter(name, whose=user)
    asked = all_of(work_kind(name, user), user)
    found = counted(user, asked, {})
    with CaptureQueriesContext(connection) as caught:
        told = {"mine": found.by_condition["mine"], "soon": found.by_condition["soon"], "late": found.late}
    assert len(caught) == (asked.layer.cells is not None)  # else they came with the count of the rows
    assert told["mine"] > 0
    if name == "reports":  # the largest queues are told by cells
        assert caught[0]["sql"].count("layers_cell") == 2
        assert "accepted_at" not in caught[0]["sql"]


@pytest.mark.parametrize("name", KINDS)
def test_what_is_nobodys_is_counted_as_the_rest(name: str) -> None:
    user = staff(Role.OFFICER, agency="dpupr")
    scatter(name, whose=user)
    nobodys = all_of(work_kind(name, user), user).with_values(assignee=("nobody",))
    found, plain = counted(user, nobodys, {}), counts(nobodys.layer, user, nobodys.meant, with_late=True)
    assert plain.total > 0
    assert (found.total, found.late) == (plain.total, plain.late)
    assert (found.by_area, found.by_value) == (plain.by_area, plain.by_value)


@pytest.mark.parametrize("name", KINDS)
def test_as_many_statements_for_two_rows_as_for_thirty(client: Client, name: str) -> None:
    scatter(name, 3)
    client.force_login(a_seer(name))

    def statements(url: str, **extra: str) -> int:
        forget_kept()
        know_reference()
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url, **extra).status_code == 200
        return len(caught)

    urls = [(f"/staff/?of={name}", {}), (f"/staff/?of={name}&area=35.79.01&rows=500", HTMX)]
    few = [statements(url, **extra) for url, extra in urls]
    scatter(name, 40)
    assert [statements(url, **extra) for url, extra in urls] == few


@pytest.mark.parametrize("name", KINDS)
def test_a_row_in_the_address_is_open_beside_its_list(client: Client, name: str) -> None:
    scatter(name, 12)
    user = a_seer(name)
    client.force_login(user)
    row = listed(user, all_of(work_kind(name, user), user))[0]
    page = client.get(f"/staff/?of={name}&item={row.code}").content.decode()
    assert page.count(f'data-code="{row.code}"') == 2
    assert 'id="foot"' in page
    there = re.search(rf'hx-get="([^"]+{row.code}/)"', page)
    assert there
    assert client.get(there[1], **HTMX).status_code == 200


@pytest.mark.parametrize("name", KINDS)
def test_the_whole_page_of_a_row_has_a_map_of_its_place_and_the_pane_has_none(client: Client, name: str) -> None:
    scatter(name, 12)
    user = a_seer(name)
    client.force_login(user)
    row = listed(user, all_of(work_kind(name, user), user))[0]
    page = client.get(row.detail_url)
    assert re.search(r'class="map js-only" id="(place|outline)-map"', page.content.decode())
    if place := page.context["map_config"].get("place"):  # a plot has its outline
        assert (place["lng"], place["lat"]) == pytest.approx((row.geom.x, row.geom.y), abs=1e-6)
    assert 'class="map' not in client.get(row.detail_url, **HTMX).content.decode()


@pytest.mark.parametrize("name", KINDS)
def test_every_key_of_the_filter_can_be_set_and_is_told_in_words(client: Client, name: str) -> None:
    user = a_seer(name)
    scatter(name, 3)
    asked = all_of(work_kind(name, user), user)
    apart = {"open", "area", "from", "to", "q", "bbox", "polygon"}
    assert set(asked.layer.filters) == apart | set(parts_of(user, asked).labels)
    client.force_login(user)
    for key, field in asked.layer.filters.items():
        page = client.get(f"/staff/?of={name}&{key}={a_value(key, field)}").content.decode()
        assert page.count('class="work__chip"') == (key != "open"), key


def test_who_may_not_see_a_kind_is_not_told_of_it(client: Client) -> None:
    scatter("plots", 3)
    officer = staff(Role.OFFICER, agency="dpupr")
    hidden = [kind for kind in KINDS if kind not in {one.name for one in work_kinds(officer)}]
    dispatcher = staff(Role.DISPATCHER)
    assert "plots" not in {one.name for one in work_kinds(dispatcher)}
    client.force_login(dispatcher)
    assert client.get("/staff/?of=plots").status_code == 404
    assert "of=plots" not in client.get("/staff/").content.decode()
    client.force_login(officer)
    for name in hidden:
        assert client.get(f"/staff/?of={name}").status_code == 404


def test_every_kind_that_there_is_is_tried_here() -> None:
    assert set(work._kinds) == set(KINDS)


def test_there_is_no_kind_of_another_name(client: Client) -> None:
    client.force_login(staff(Role.DISPATCHER))
    assert client.get("/staff/?of=trees").status_code == 404


def test_who_has_no_part_in_a_kind_is_told_so_and_led_back(client: Client) -> None:
    client.force_login(staff(Role.DISPATCHER))
    for name in ("plots", "trees"):
        page = client.get(f"/staff/?of={name}&status=submitted").content.decode()
        assert f"Tidak ada pekerjaan jenis “{name}” untuk Anda" in page
        assert 'href="/staff/"' in page.partition('class="error-page"')[2]


def test_keys_of_the_work_map_belong_to_no_move(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_kinds", {})
    kind = WORK
    taken = replace(kind, workflow=replace(kind.workflow, moves=(Move("keep", kind.label, ("new",), key="k"),)))
    with pytest.raises(ValueError, match="keep"):
        register_work(taken)
    register_work(kind)
    with pytest.raises(ValueError, match="twice"):
        register_work(kind)
