"""A word that is planted wherever people write something of a plot: strangers meet it nowhere."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from cityops.farming.actions import Farmer, note_plot, send_plot, verify_plot
from cityops.farming.models import FarmPlot, PlotFarmer, PlotNote
from cityops.features.models import HistoryEvent
from cityops.policy.lines import Role
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.farming import FarmerGroupFactory, beside, ring_at
from tests.factories.places import IN_TEMAS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
WORD = "Zebrakuning"


@pytest.fixture
def plots() -> list[FarmPlot]:
    AgencyFactory(code="distan")
    FarmerGroupFactory(name=f"Tani {WORD}")
    office = staff(Role.OFFICER, agency="distan")
    made = []
    for number in range(3):
        farmer = Farmer(name=f"Pak {WORD}", phone="081299887766", group_name=f"Tani {WORD}", consent=f"Setuju {WORD}")
        sent = send_plot(
            key=uuid4(), ring=ring_at(beside(IN_TEMAS, number)), commodity="padi", season="2026-3", farmer=farmer
        )
        note_plot(actor=office, pk=sent.plot.pk, text=f"Catatan {WORD}")
        made.append(verify_plot(actor=office, pk=sent.plot.pk))
    return made


def public_answers(client: Client, plots: list[FarmPlot]) -> dict[str, bytes]:
    paths = ["/", "/lahan/", "/lahan/baru/", "/pertanian/", "/laporan/", "/layers/", f"/r/{plots[0].code}/"]
    paths += [f"/lahan/{plot.code}/" for plot in plots]
    for name in ("plot-totals", "plots", "reports", "facilities"):
        paths += [f"/layers/{name}/{part}" for part in ("items/", "counts/", "tiles.json", f"items/{plots[0].code}/")]
        paths += [f"/layers/{name}/items/?q={WORD}", f"/layers/{name}/items/35-79-01-1001/"]
        paths += [f"/layers/{name}/tiles/{z}/{x}/{y}.mvt" for z, x, y in tiles_around()]
    for typed in (WORD, plots[0].code, plots[0].code[4:8]):
        paths += [f"/areas/search/?q={typed}", f"/cari/?q={typed}", f"/search/?q={typed}"]
    return {path: client.get(path).content for path in paths}


def tiles_around() -> list[tuple[int, int, int]]:
    return [(10, 831, 534), (12, 3327, 2137), (14, 13311, 8550), (16, 53245, 34200), (18, 212981, 136802)]


def test_strangers_meet_the_word_nowhere(client: Client, plots: list[FarmPlot]) -> None:
    for path, body in public_answers(client, plots).items():
        assert WORD.lower().encode() not in body.lower().replace(f"?q={WORD}".lower().encode(), b""), path
        assert b"081299887766" not in body, path
        if path not in {f"/lahan/{plots[0].code}/", f"/r/{plots[0].code}/"} and plots[0].code not in path:
            assert plots[0].code.encode() not in body, path


def test_strangers_meet_no_corner_of_a_plot(client: Client, plots: list[FarmPlot]) -> None:
    corners = {
        f"{number:.4f}" for ring in (ring_at(beside(IN_TEMAS, n)) for n in range(3)) for c in ring for number in c
    }
    corners -= {"112.5100", "-7.8700"}  # the middle of the desa as well
    for path, body in public_answers(client, plots).items():
        found = set(re.findall(rb"-?\d{1,3}\.\d{4,}", body))
        assert not {f"{float(number):.4f}" for number in found} & corners, path


def test_history_holds_none_of_it_and_can_be_left_when_all_is_erased(plots: list[FarmPlot]) -> None:
    assert WORD not in str(list(HistoryEvent.objects.values_list("data", flat=True)))
    PlotFarmer.objects.all().delete()
    PlotNote.objects.all().delete()
    assert HistoryEvent.objects.filter(kind="farming.FarmPlot").count() == 9


def test_a_log_line_of_a_refused_plot_names_nobody(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.post("/lahan/baru/", {"name": WORD, "corners": "-7.87, 112.51", "group_name": WORD})
    assert WORD not in caplog.text
