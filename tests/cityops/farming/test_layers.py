"""Plots and totals on the map: who is told of what."""

import pytest
from django.test import Client

from cityops.farming.models import FarmPlot
from cityops.policy.lines import Role
from tests.factories.accounts import UserFactory
from tests.factories.agencies import staff
from tests.factories.farming import FarmerGroupFactory, FarmPlotFactory, beside, field_at, fields_side_by_side
from tests.factories.places import IN_BUMIAJI, IN_TEMAS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
SECRET = "rahasiawijaya"


def test_strangers_are_not_told_that_there_is_a_layer_of_plots(client: Client) -> None:
    plot = FarmPlotFactory(verified=True)
    for person in (None, UserFactory(), staff(Role.DISPATCHER, agency="diskominfo"), staff(Role.ADMIN)):
        if person:
            client.force_login(person)
        assert '"plots"' not in client.get("/layers/").content.decode()
        for path in ("tiles.json", "tiles/12/3326/2138.mvt", "counts/", "items/", f"items/{plot.code}/"):
            assert client.get(f"/layers/plots/{path}").status_code == 404, path


def test_staff_see_those_of_their_areas_in_items_counts_and_card(client: Client) -> None:
    plot = FarmPlotFactory()
    other = FarmPlotFactory(geom=field_at(IN_BUMIAJI))
    client.force_login(staff(Role.EXTENSION, agency="distan", areas=["35.79.01"]))
    items = client.get("/layers/plots/items/").json()
    assert [row["code"] for row in items["rows"]] == [plot.code]
    assert items["rows"][0]["commodity"] == "Padi"
    assert items["rows"][0]["season"] == "MT III 2026"
    assert client.get("/layers/plots/counts/").json()["total"] == 1
    assert client.get(f"/layers/plots/items/{plot.code}/").status_code == 200
    assert client.get(f"/layers/plots/items/{other.code}/").status_code == 404
    assert client.get("/layers/plots/tiles/12/3327/2137.mvt").status_code == 200


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("commodity=padi", 2),
        ("commodity=apel", 1),
        ("status=verified", 1),
        ("status=submitted,verified", 3),
        ("season=2026-3", 2),
        ("season=2026-2", 1),
        ("open=1", 2),
        ("overdue=1", 1),
        ("overlap=1", 1),
        ("area=35.79.01", 3),
        ("area=35.79.02", 0),
        ("q=temas", 3),
        ("q=makmur", 1),
        (f"q={SECRET}", 0),
        ("bbox=112.5,-7.88,112.5101,-7.86", 1),
        ("polygon=112.509,-7.871,112.51049,-7.871,112.51049,-7.86,112.509,-7.86", 1),
    ],
)
def test_filters_choose(client: Client, query: str, found: int) -> None:
    group = FarmerGroupFactory(name="Tani Makmur")
    FarmPlotFactory(overdue=True, group=group, farmer=SECRET)
    FarmPlotFactory(geom=field_at(beside(IN_TEMAS, 2)), verified=True, has_overlap=True)
    FarmPlotFactory(geom=field_at(beside(IN_TEMAS, 4)), commodity="apel", season="2026-2")
    client.force_login(staff(Role.OFFICER, agency="distan"))
    assert client.get(f"/layers/plots/items/?{query}").json()["total"] == found
    assert client.get(f"/layers/plots/counts/?{query}").json()["total"] == found


@pytest.mark.parametrize("query", ["commodity=emas", "status=x", "season=2026-9", "group=0", "farmer=x", "overlap=2"])
def test_a_bad_filter_names_the_field(client: Client, query: str) -> None:
    client.force_login(staff(Role.OFFICER, agency="distan"))
    answer = client.get(f"/layers/plots/items/?{query}")
    assert answer.status_code == 400
    assert query.split("=", maxsplit=1)[0] in answer.content.decode()


def test_everybody_sees_the_totals_of_a_desa(client: Client) -> None:
    fields_side_by_side(3, verified=True)
    fields_side_by_side(2, IN_BUMIAJI, verified=True)
    rows = client.get("/layers/plot-totals/items/").json()["rows"]
    told = {row["area"]: (row["plots"], row["area_ha"]) for row in rows}
    assert told == {"Temas": (3, 0.9), "Bumiaji": (None, None)}
    card = client.get("/layers/plot-totals/items/35-79-01-1001/").content.decode()
    assert "0,9" in card
    assert "&lt; 3 lahan" in client.get("/layers/plot-totals/items/35-79-02-2006/").content.decode()
    assert client.get("/layers/plot-totals/items/35-79-01-1004/").status_code == 404


def test_no_place_of_a_plot_is_in_the_totals(client: Client) -> None:
    fields_side_by_side(3, verified=True)
    near = "bbox=112.5095,-7.8705,112.512,-7.869"  # around the plots; the desa's point lies just beside
    desa = client.get("/layers/plot-totals/items/").json()["rows"][0]
    before = (desa["lng"], desa["lat"])
    FarmPlot.objects.update(geom=field_at(beside(IN_TEMAS, 10)))
    desa = client.get("/layers/plot-totals/items/").json()["rows"][0]
    assert (desa["lng"], desa["lat"]) == before
    assert client.get(f"/layers/plot-totals/counts/?{near}").status_code == 200
