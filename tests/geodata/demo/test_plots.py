from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from cityops.farming.commodities import Commodity
from cityops.farming.models import FarmerGroup, FarmPlot, PlotFarmer, PlotNote, PlotTotal
from cityops.features.models import HistoryEvent
from geodata.city.folder import read_reference
from geodata.demo.plots import demo_plots, write_groups, write_plots
from geodata.demo.size import DemoSize

pytestmark = pytest.mark.django_db
SIZE = DemoSize(read_reference("batu"), date(2026, 11, 24), 1.0)


def test_the_same_plots_come_out_again() -> None:
    assert demo_plots(SIZE) == demo_plots(SIZE)
    assert 350 <= len(demo_plots(SIZE)) <= 450


@pytest.fixture
def written() -> list[int]:
    call_command("load_reference", "batu", stdout=StringIO())
    call_command("make_demo_boundaries", load=True, stdout=StringIO())
    write_groups(SIZE)
    return write_plots(SIZE)


@pytest.mark.usefixtures("written")
def test_they_are_what_the_actions_would_have_written() -> None:
    wanted = {plot.code: plot for plot in demo_plots(SIZE)}
    for plot in FarmPlot.objects.all():
        assert plot.area_id == wanted[plot.code].area
        assert 0.02 < plot.area_ha < 1
        assert plot.agency_id == "distan"
        assert (plot.due_at is not None) == (plot.state == "submitted")
        assert plot.commodity in Commodity.values
        assert plot.group is None or plot.group.area_id == plot.area_id
        events = HistoryEvent.objects.filter(kind="farming.FarmPlot", object_id=plot.pk).order_by("id")
        assert plot.version == events.count()
        assert events.last().to_state == plot.state  # type: ignore[union-attr]
    assert set(PlotNote.objects.values_list("verb", flat=True)) == {"return", "withdraw"}
    assert FarmerGroup.objects.count() > 20


@pytest.mark.usefixtures("written")
def test_some_overlap_and_are_marked_and_no_more() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM farming_farmplot AS p WHERE state <> 'withdrawn'"
            " AND EXISTS (SELECT 1 FROM farming_overlapped(p.geom, p.id))"
        )
        overlapping = {pk for (pk,) in cursor.fetchall()}
    assert overlapping == set(FarmPlot.objects.filter(has_overlap=True).values_list("pk", flat=True))
    assert 5 <= len(overlapping) <= 60


@pytest.mark.usefixtures("written")
def test_nobody_real_can_be_called_and_totals_can_be_told() -> None:
    assert set(PlotFarmer.objects.values_list("phone", flat=True)) == {""}
    assert PlotTotal.objects.filter(level="desa", is_few=False).count() >= 15
    assert PlotTotal.objects.filter(level="commodity", is_few=True).exists()
