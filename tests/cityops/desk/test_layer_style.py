"""The page of a layer's style: administrators only, with and without JavaScript."""

from typing import Any

import pytest
from django.test import Client

from cityops.policy.lines import Role
from layers.models import TableSource
from layers.registry import Geometry
from layers.tables import TableColumn
from tests.factories.agencies import staff
from tests.factories.tables import line, make_table
from tests.layers.styles.test_forms import PLAIN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
PAGE = "/layers/ways/style/"


@pytest.fixture(autouse=True)
def ways(city: Any) -> None:
    rows = [(line((112.53, -7.87), (112.53 + n / 1000, -7.87)), f"Gang {n}", float(n)) for n in range(1, 9)]
    make_table("ways", Geometry.LINE, rows, [TableColumn("name", "Nama"), TableColumn("width_m", "Lebar", "number")])


def test_it_is_there_for_administrators_only(client: Client) -> None:
    client.force_login(staff(Role.PLANNER))
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}preview/", PLAIN).status_code == 404
    client.force_login(staff(Role.ADMIN))
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "Gaya Ways" in page.content.decode()
    assert "style-page__back" not in page.content.decode(), "a table that an operator described has no page of its own"
    assert client.get("/layers/reports/style/").status_code == 404, "only of tables that were described"


def test_a_style_is_saved_and_taken_back(client: Client) -> None:
    client.force_login(staff(Role.ADMIN))
    by_number = PLAIN | {"kind": "graduated", "column_number": "width_m"}
    assert client.post(PAGE, by_number | {"do": "save"}).status_code == 302
    told = TableSource.objects.get(pk="ways").style
    assert told is not None
    assert (told["kind"], told["column"], len(told["breaks"])) == ("graduated", "width_m", 3)
    assert "sampai" in client.get(PAGE).content.decode()
    page = client.get(PAGE).content.decode()
    assert page.index("Ini tidak bisa dibatalkan.") < page.index('value="forget"'), "said before it is done"
    assert client.post(PAGE, {"do": "forget"}).status_code == 302
    assert TableSource.objects.get(pk="ways").style is None


def test_the_page_that_follows_tells_its_script_that_this_style_was_saved_once(client: Client) -> None:
    client.force_login(staff(Role.ADMIN))
    make_table("paths", Geometry.LINE, [(line((112.53, -7.87), (112.54, -7.87)),)])
    for sent in (PLAIN | {"do": "save"}, {"do": "forget"}):
        assert client.post(PAGE, sent).status_code == 302
        page = client.get(PAGE)
        assert "data-was-saved" in page.content.decode()
        assert "sudah di" in page.content.decode(), "the reader is told, too"
        assert "data-was-saved" not in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"do": "forget"}).status_code == 302
    assert "data-was-saved" not in client.get("/layers/paths/style/").content.decode(), "of another layer"


def test_without_javascript_the_page_is_drawn_anew_and_nothing_is_kept(client: Client) -> None:
    client.force_login(staff(Role.ADMIN))
    page = client.post(PAGE, PLAIN | {"kind": "graduated", "column_number": "width_m", "do": "apply"})
    assert page.status_code == 200
    assert "Tanpa nilai" in page.content.decode()
    assert TableSource.objects.get(pk="ways").style is None
    wrong = client.post(PAGE, PLAIN | {"colour": "red", "do": "save"})
    assert wrong.status_code == 422
    assert "#1d6a3a" in wrong.content.decode()


def test_the_preview_tells_what_a_map_draws_by(client: Client) -> None:
    client.force_login(staff(Role.ADMIN))
    told = client.post(f"{PAGE}preview/", PLAIN | {"kind": "graduated", "column_number": "width_m"}).json()
    assert [one["word"] for one in told["shown"]["look"]["legend"]][-1] == "Tanpa nilai"
    assert told["shown"]["minZoom"] == 11
    assert "data-style-body" in told["panel"]
    wrong = client.post(f"{PAGE}preview/", PLAIN | {"max_zoom": "3"}).json()
    assert wrong["shown"] == {"look": None}
    assert "zum terkecil" in wrong["panel"]


@pytest.mark.parametrize("broken", [{"kind": "heat"}, {"glow": 1}, [], "x", {"ramp": "Jet"}])
def test_a_broken_style_breaks_nothing_and_is_told_to_who_may_mend_it(broken: Any, client: Client) -> None:
    source = TableSource.objects.get(pk="ways")
    source.style = broken
    source.save()
    groups = client.get("/layers/").json()["groups"]
    (told,) = [layer for group in groups for layer in group["layers"] if layer["name"] == "ways"]
    assert told["look"] is None
    assert client.get("/layers/ways/tiles/12/3328/2137.mvt").status_code == 200
    client.force_login(staff(Role.ADMIN))
    words = "tidak dapat digambar lagi"
    assert words in client.get(PAGE).content.decode()
    assert client.post(PAGE, PLAIN | {"do": "save"}).status_code == 302
    assert words not in client.get(PAGE).content.decode()
