"""The farmer's pages, as a browser without JavaScript uses them."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from cityops.farming import questions
from cityops.farming.actions import verify_plot
from cityops.farming.corners import write_corners
from cityops.farming.models import FarmPlot, PlotFarmer, PlotQuestion
from cityops.farming.moves import MOVES
from cityops.farming.seasons import season_on
from cityops.features.secrets import secret_of
from cityops.policy.lines import Role
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.farming import FarmPlotFactory, beside, field_at, fields_side_by_side, ring_at
from tests.factories.places import A_KILOMETRE_OUTSIDE, IN_BUMIAJI, IN_SISIR, IN_TEMAS
from tests.reference import know_reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
CORNERS = write_corners(ring_at(IN_TEMAS))


@pytest.fixture(autouse=True)
def distan() -> Any:
    return AgencyFactory(code="distan")


def typed(**more: Any) -> dict[str, Any]:
    season = season_on(timezone.localdate())
    return {
        "key": str(uuid4()),
        "corners": CORNERS,
        "commodity": "apel",
        "season": season,
        "name": "Bu Sumarni",
        "phone": "0812 3456 7890",
        "group_name": "Sumber Urip",
    } | more


def page_of(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def sent(client: Client, **more: Any) -> FarmPlot:
    answer = client.post("/lahan/baru/", typed(**more))
    assert answer.status_code == 302, page_of(answer)
    code = answer["Location"].split("/")[2]
    return FarmPlot.objects.get(code=code)


def test_a_farmer_types_corners_and_follows_the_plot(client: Client) -> None:
    plot = sent(client)
    assert (plot.area_id, plot.commodity, plot.farmer.name) == ("35.79.01.1001", "apel", "Bu Sumarni")
    page = page_of(client.get(f"/lahan/{plot.code}/?baru=1"))
    assert plot.code in page
    assert "Bu Sumarni" in page
    assert secret_of(plot) in page
    assert "Kelurahan Temas" in page
    assert plot.code in page_of(client.get("/lahan/"))


def test_the_same_press_again_leads_to_the_same_plot(client: Client) -> None:
    key = str(uuid4())
    assert sent(client, key=key) == sent(client, key=key)


def test_what_is_changed_behind_the_back_button_is_not_lost_unseen(client: Client) -> None:
    key = str(uuid4())
    first = sent(client, key=key)
    answer = client.post("/lahan/baru/", typed(key=key, commodity="jeruk"))
    assert answer.status_code == 409
    assert first.code in page_of(answer)
    assert key not in page_of(answer)
    assert FarmPlot.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"corners": ""}, "Gambar lahan di peta"),
        ({"corners": "-7.87, 112.51\nsini"}, "Baris 2 bukan koordinat"),
        ({"corners": write_corners(ring_at(A_KILOMETRE_OUTSIDE))}, "di luar kota"),
        ({"corners": "-7.87, 112.51\n-7.869, 112.511\n-7.87, 112.511\n-7.869, 112.51"}, "saling memotong"),
        ({"name": ""}, "Tulis nama petani"),
        ({"commodity": "emas"}, "bukan"),
        ({"season": "1999-1"}, "bukan"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client: Client, given: dict[str, str], words: str) -> None:
    answer = client.post("/lahan/baru/", typed(**given))
    page = page_of(answer)
    assert answer.status_code == 422
    assert words in page
    assert not FarmPlot.objects.exists()
    if "corners" not in given:
        assert CORNERS.splitlines()[2] in page
    if "name" not in given:
        assert 'value="Bu Sumarni"' in page
    assert 'value="0812 3456 7890"' in page


def test_an_overlap_is_asked_about_and_then_taken(client: Client) -> None:
    other = FarmPlotFactory(farmer="Rahasia Wijaya")
    key, corners = str(uuid4()), write_corners(ring_at(beside(IN_TEMAS, 0.5)))
    answer = client.post("/lahan/baru/", typed(key=key, corners=corners))
    page = page_of(answer)
    assert answer.status_code == 422
    assert "tumpang tindih" in page
    assert other.code not in page
    assert "Rahasia" not in page
    assert sent(client, key=key, corners=corners, overlap_ok="on").has_overlap


def test_a_form_that_lacks_something_else_tells_nothing_of_overlaps(client: Client) -> None:
    FarmPlotFactory()
    for lacking in ({"name": ""}, {"commodity": ""}, {"season": "1999-1"}, {"phone": "x"}):
        answer = client.post("/lahan/baru/", typed(**lacking))
        assert answer.status_code == 422
        assert "plot-overlap--none" in page_of(answer)
        assert 'href="#id_overlap_ok"' not in page_of(answer)
    assert not PlotQuestion.objects.exists()


def test_after_many_questions_a_plot_is_taken_in_and_marked_for_the_verifier_alone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "TOLD_TO_AN_ADDRESS", 2)
    FarmPlotFactory()
    for _press in range(2):
        assert client.post("/lahan/baru/", typed()).status_code == 422
    plot = sent(client)
    assert plot.has_overlap
    free = sent(client, corners=write_corners(ring_at(IN_BUMIAJI)))
    pages = [page_of(client.get(f"/lahan/{one.code}/?baru=1")) for one in (plot, free)]
    assert not [page for page in pages if "tumpang tindih" in page.lower()]
    client.force_login(staff(Role.EXTENSION, agency="distan", areas=["35.79.01"]))
    assert "tumpang tindih" in page_of(client.get(f"/staff/plots/{plot.code}/")).lower()


def test_the_form_and_the_look_while_drawing_have_one_account(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "TOLD_TO_AN_ADDRESS", 1)
    FarmPlotFactory()
    told = client.post("/lahan/periksa/", {"corners": CORNERS}).json()
    assert told["overlaps"] is True
    assert sent(client).has_overlap


def test_changing_an_own_plot_over_and_over_finds_no_neighbour(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    plot = sent(client, corners=write_corners(ring_at(IN_BUMIAJI)))
    monkeypatch.setattr(questions, "TOLD_OF_A_PLOT", 2)
    FarmPlotFactory()
    answers = []
    for number in range(3):
        client.defaults["REMOTE_ADDR"] = f"203.0.113.{number}"
        answers.append(client.post(f"/lahan/{plot.code}/ubah/", typed(seen="1")).status_code)
    assert answers == [422, 422, 302]
    plot.refresh_from_db()
    assert plot.has_overlap
    assert "tumpang tindih" not in page_of(client.get(f"/lahan/{plot.code}/")).lower()


def test_a_tick_in_advance_tells_nothing(client: Client) -> None:
    FarmPlotFactory()
    plot = sent(client, corners=write_corners(ring_at(IN_BUMIAJI)))
    asked = PlotQuestion.objects.count()
    pages = []
    for ring in (ring_at(IN_TEMAS), ring_at(IN_SISIR)):
        corners = write_corners(ring)
        answer = client.post(
            f"/lahan/{plot.code}/ubah/", typed(key=str(plot.submission_key), corners=corners, overlap_ok="on", seen="9")
        )
        assert answer.status_code == 409
        pages.append("plot-overlap--none" in page_of(answer))
    assert pages == [False, False]
    assert PlotQuestion.objects.count() == asked


def test_a_stranger_finds_no_plot_by_its_code(client: Client) -> None:
    plot = FarmPlotFactory()
    for path in ("", "ubah/", "k/0123456789abcdef0123/"):
        assert client.get(f"/lahan/{plot.code}/{path}").status_code == 404
    for path in ("ubah/", "tarik/", "hapus-nama/"):
        assert client.post(f"/lahan/{plot.code}/{path}", typed()).status_code == 404
    assert PlotFarmer.objects.count() == 1


def test_the_secret_link_opens_it_on_another_phone(client: Client) -> None:
    plot = FarmPlotFactory()
    assert client.get(f"/lahan/{plot.code}/k/{secret_of(plot)}/").status_code == 302
    answer = client.get(f"/lahan/{plot.code}/")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-cache"


def test_a_secret_of_another_kind_or_plot_opens_nothing(client: Client) -> None:
    plot, other = FarmPlotFactory(), FarmPlotFactory(geom=field_at(IN_BUMIAJI))
    assert client.get(f"/lahan/{plot.code}/k/{secret_of(other)}/").status_code == 404
    assert client.get(f"/lahan/{plot.code}/").status_code == 404


def test_a_farmer_changes_a_plot_that_was_sent_back(client: Client) -> None:
    plot = sent(client)
    page = page_of(client.get(f"/lahan/{plot.code}/ubah/"))
    assert CORNERS.splitlines()[0] in page
    answer = client.post(
        f"/lahan/{plot.code}/ubah/", typed(corners=write_corners(ring_at(IN_SISIR)), commodity="jeruk", seen="1")
    )
    assert answer.status_code == 302
    plot.refresh_from_db()
    assert (plot.area_id, plot.commodity, plot.version) == ("35.79.01.1004", "jeruk", 2)
    stale = client.post(f"/lahan/{plot.code}/ubah/", typed(seen="1"))
    assert stale.status_code == 409
    assert "Ketikan Anda tetap ada" in page_of(stale)
    assert 'name="seen" value="2"' in page_of(stale)
    assert client.post(f"/lahan/{plot.code}/ubah/", typed(seen="2")).status_code == 302


def test_what_a_farmer_typed_while_the_plot_was_verified_is_kept(client: Client) -> None:
    plot = sent(client)
    officer = staff(Role.OFFICER, agency=plot.agency_id, name="Rini Penyuluh")
    verify_plot(actor=officer, pk=plot.pk)
    answer = client.post(f"/lahan/{plot.code}/ubah/", typed(name="Bu Sumarni Baru", seen="1"))
    assert answer.status_code == 409
    for told in ("Rini Penyuluh", "Terverifikasi", "Bu Sumarni Baru"):
        assert told in page_of(answer)
    MOVES.undo.take_back(actor=officer, code=plot.code)
    assert client.post(f"/lahan/{plot.code}/ubah/", typed(name="Bu Sumarni Baru", seen="3")).status_code == 302


def test_a_verified_plot_is_not_changed_by_its_farmer(client: Client) -> None:
    plot = sent(client)
    FarmPlot.objects.filter(pk=plot.pk).update(state="verified", due_at=None)
    assert client.get(f"/lahan/{plot.code}/ubah/").status_code == 409
    assert "ubah/" not in page_of(client.get(f"/lahan/{plot.code}/"))


def test_a_farmer_erases_their_name_and_withdraws(client: Client) -> None:
    plot = sent(client)
    client.post(f"/lahan/{plot.code}/hapus-nama/")
    assert "Bu Sumarni" not in page_of(client.get(f"/lahan/{plot.code}/"))
    client.post(f"/lahan/{plot.code}/tarik/")
    plot.refresh_from_db()
    assert plot.state == "withdrawn"


def test_a_helper_must_note_how_the_farmer_agreed(client: Client) -> None:
    client.force_login(staff(Role.EXTENSION, agency="distan", areas=["35.79.01"]))
    assert "Bagaimana petani menyetujuinya?" in page_of(client.get("/lahan/baru/"))
    answer = client.post("/lahan/baru/", typed())
    assert answer.status_code == 422
    plot = sent(client, consent="Setuju di lahan")
    assert plot.farmer.consent == "Setuju di lahan"
    assert plot.entered_by is not None
    elsewhere = client.post("/lahan/baru/", typed(consent="Ya", corners=write_corners(ring_at(IN_BUMIAJI))))
    assert elsewhere.status_code == 403
    assert "112.530000" in page_of(elsewhere)  # what was typed is still there


def test_the_public_page_tells_totals_by_desa_and_crop(client: Client) -> None:
    fields_side_by_side(3, verified=True, commodity="apel")
    fields_side_by_side(2, beside(IN_TEMAS, 4), verified=True, commodity="kopi")
    page = page_of(client.get("/pertanian/"))
    assert "Temas" in page
    assert "Apel" in page
    assert "&lt; 3 lahan" in page
    assert "0,9" in page
    assert "1,5" not in page
    assert "Apel" in page_of(client.get("/pertanian/?desa=35.79.01.1001"))
    assert "Belum ada lahan terverifikasi" in page_of(client.get("/pertanian/?desa=35.79.02.2006"))
    assert "&lt; 3 lahan" not in page_of(client.get("/pertanian/?komoditas=apel"))
    assert client.get("/pertanian/?komoditas=emas").status_code == 404
    assert client.get("/pertanian/?desa=1").status_code == 404


def test_the_public_page_takes_as_many_statements_for_one_desa_as_for_three(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    fields_side_by_side(3, verified=True)
    for spot in (IN_SISIR, IN_BUMIAJI):
        fields_side_by_side(3, spot, verified=True)
    know_reference()
    with django_assert_max_num_queries(8):
        client.get("/pertanian/")
