"""Pages and layers of harvest offers: read and used without scripts; what is private stays so."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cityops.farming.actions.offer_moves import hide_offer
from cityops.farming.models import HarvestOffer, OfferSeller
from cityops.farming.weeks import week_name
from cityops.features.secrets import secret_of
from cityops.policy.lines import Role
from tests.factories import places
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.offers import OfferFactory
from tests.reference import know_reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

PLANTED = "Zulkarnaen"
NUMBER = "0800 7777 8888"
PUNTEN = "35.79.02.2001"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def distan() -> None:
    AgencyFactory(code="distan", name="Dinas Pertanian", phone="0341 000 000")


def form(**given: str) -> dict[str, str]:
    """What a phone sends for a whole form."""
    whole = {
        "commodity": "apel",
        "variety": "manalagi",
        "amount": "300",
        "unit": "kg",
        "grade": "a",
        "ready_week": week_name(timezone.localdate()),
        "desa": PUNTEN,
        "price": "Rp 14.000",
        "name": PLANTED,
        "phone": NUMBER,
    }
    return whole | given


def sent(client: Client, **given: str) -> HarvestOffer:
    answer = client.post("/panen/baru/", form(**given))
    assert answer.status_code == 302, answer.content.decode()
    return HarvestOffer.objects.latest("pk")


class TestMaking:
    def test_a_farmer_offers_without_account_or_scripts(self, client: Client) -> None:
        page = client.get("/panen/baru/").content.decode()
        key = re.search(r'name="key" value="([^"]+)"', page)
        assert key
        assert "consent" not in page
        for _press in range(2):
            made = sent(client, key=key[1])
        assert HarvestOffer.objects.count() == 1
        assert (made.price, made.amount, made.state) == (14000, 300, "held")
        page = client.get(f"/panen/{made.code}/?baru=1").content.decode()
        assert "Tawaran Anda sudah masuk" in page
        assert PLANTED in page, "the seller's own phone knows"
        assert secret_of(made) in page

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"amount": "0"}, "misalnya 25 atau 12,5"),
            ({"amount": ""}, "Bidang ini"),
            ({"price": "8,5"}, "rupiah bulat"),
            ({"price": "-1"}, "rupiah bulat"),
            ({"price": "200000000"}, "100 juta"),
            ({"commodity": "emas"}, "emas"),
            ({"commodity": "lain", "variety": ""}, "Sebutkan apa"),
            ({"ready_week": "2020-W01"}, "2020-W01"),
            ({"desa": "35.79.99.9999"}, "error"),
            ({"desa": ""}, "Bidang ini"),
            ({"phone": "<script>"}, "Tulis nomor lengkap"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
        self, client: Client, given: dict[str, str], words: str
    ) -> None:
        answer = client.post("/panen/baru/", form(quality="isi lima per kilo", **given))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert words in page
        assert "isi lima per kilo" in page
        assert not HarvestOffer.objects.exists()

    @pytest.mark.parametrize(("typed", "rupiah"), [("8500", 8500), ("8.500", 8500), ("Rp 1.250.000", 1_250_000)])
    def test_rupiah_as_people_write_them(self, client: Client, typed: str, rupiah: int) -> None:
        assert sent(client, price=typed).price == rupiah

    def test_a_price_may_be_left_to_talk(self, client: Client) -> None:
        made = sent(client, price="")
        assert (made.price, made.price_at) == (None, None)
        assert "Harga dibicarakan" in client.get(f"/panen/{made.code}/").content.decode()

    def test_a_penyuluh_s_offer_is_public_at_once(self, client: Client) -> None:
        client.force_login(staff(Role.EXTENSION, agency="distan", areas=["35.79.02"]))
        assert "Bagaimana petani menyetujuinya?" in client.get("/panen/baru/").content.decode()
        assert client.post("/panen/baru/", form()).status_code == 422, "consent is asked for"
        made = sent(client, consent="lewat telepon")
        assert made.is_public
        assert client.post("/panen/baru/", form(consent="ya", desa="35.79.03.2002")).status_code == 403


class TestOwn:
    def test_the_secret_link_opens_it_on_another_phone(self, client: Client) -> None:
        made = OfferFactory(held=True)
        assert client.get(f"/panen/{made.code}/").status_code == 404
        assert client.get(f"/panen/{made.code}/k/{'0' * 20}/").status_code == 404
        answer = client.get(f"/panen/{made.code}/k/{secret_of(made)}/")
        assert answer.status_code == 302
        assert answer["Referrer-Policy"] == "no-referrer"
        assert client.get(f"/panen/{made.code}/").status_code == 200
        assert made.code in client.get("/panen/").content.decode()

    def test_price_amount_and_number_are_changed(self, client: Client) -> None:
        made = OfferFactory(old_price=True)
        client.get(f"/panen/{made.code}/k/{secret_of(made)}/")
        given = {"seen": "1", "price": "15.500", "amount": "120,5", "is_shown": "on"}
        assert client.post(f"/panen/{made.code}/ubah/", given).status_code == 302
        made.refresh_from_db()
        assert (made.price, str(made.amount), made.is_price_old) == (15500, "120.50", False)
        assert OfferSeller.objects.get().is_shown
        stale = client.post(f"/panen/{made.code}/ubah/", {**given, "price": "1"})
        assert stale.status_code == 409
        assert "Petani baru saja mengubah" in stale.content.decode()
        assert client.post(f"/panen/{made.code}/ubah/", {**given, "price": "abc"}).status_code == 422

    def test_what_the_seller_typed_while_it_was_hidden_is_kept(self, client: Client) -> None:
        made = OfferFactory()
        client.get(f"/panen/{made.code}/k/{secret_of(made)}/")
        officer = staff(Role.OFFICER, agency="distan", name="Rini Penyuluh")
        hide_offer(actor=officer, pk=made.pk, reason="Nomor salah")
        given = {"seen": "1", "price": "15.500", "amount": "120,5"}
        answer = client.post(f"/panen/{made.code}/ubah/", given)
        page = answer.content.decode()
        assert answer.status_code == 409
        for told in ("Rini Penyuluh", "15.500", "120,5", 'name="seen" value="2"'):
            assert told in page
        assert "/terjual/" not in page

    @pytest.mark.parametrize(("act", "state"), [("terjual", "sold"), ("tarik", "withdrawn")])
    def test_sold_or_withdrawn_it_leaves_the_public(self, client: Client, act: str, state: str) -> None:
        made = OfferFactory()
        client.get(f"/panen/{made.code}/k/{secret_of(made)}/")
        assert client.post(f"/panen/{made.code}/{act}/").status_code == 302
        made.refresh_from_db()
        assert made.state == state
        assert client.get(f"/panen/{made.code}/").status_code == 200, "the seller still finds it"
        assert Client().get(f"/panen/{made.code}/").status_code == 404

    @pytest.mark.parametrize("act", ["ubah", "terjual", "tarik"])
    def test_nobody_else_does(self, client: Client, act: str) -> None:
        made = OfferFactory()
        assert client.post(f"/panen/{made.code}/{act}/", {"seen": "1", "amount": "1"}).status_code == 404
        assert client.get(f"/panen/{made.code}/{act}/").status_code == 405
        made.refresh_from_db()
        assert made.version == 1


class TestReading:
    def test_the_freshest_price_comes_first_and_an_old_one_says_so(self, client: Client) -> None:
        old, fresh = OfferFactory(old_price=True, variety="rome"), OfferFactory(variety="anna")
        page = client.get("/panen/").content.decode()
        assert page.index(fresh.code) < page.index(old.code)
        assert "Harga sudah 15 hari: tanyakan lagi" in page
        assert page.count("offer-price--old") == 1
        only = client.get("/panen/?fresh=1").content.decode()
        assert fresh.code in only
        assert old.code not in only

    def test_crop_desa_and_week_narrow_it(self, client: Client) -> None:
        apples = OfferFactory()
        carrots = OfferFactory(
            commodity="wortel", geom=places.IN_BEJI, ready_week=apples.ready_week + timedelta(weeks=1)
        )
        for query in (
            "commodity=apel",
            f"area={PUNTEN}",
            "area=35.79.02",
            f"week={week_name(apples.ready_week)}",
            "q=apel",
        ):
            page = client.get(f"/panen/?{query}").content.decode()
            assert apples.code in page, query
            assert carrots.code not in page, query
        for query in ("commodity=emas", "week=soon", "area=1", "status=held", "name=x"):
            assert client.get(f"/panen/?{query}").status_code == 400, query

    def test_many_cost_what_few_do(self, client: Client) -> None:
        def statements() -> int:
            know_reference()
            with CaptureQueriesContext(connection) as counted:
                client.get("/panen/")
            return len(counted)

        OfferFactory()
        few = statements()
        for _number in range(12):
            OfferFactory()
        assert statements() == few

    def test_a_number_is_shown_only_where_its_owner_agreed(self, client: Client) -> None:
        silent = OfferFactory(seller={"name": PLANTED, "phone": NUMBER})
        page = client.get(f"/panen/{silent.code}/").content.decode()
        assert PLANTED not in page
        assert "Dinas Pertanian" in page
        open_ = OfferFactory(seller={"name": PLANTED, "phone": NUMBER, "is_shown": True})
        page = client.get(f"/panen/{open_.code}/").content.decode()
        assert PLANTED in page
        assert f"tel:{NUMBER}" in page


def test_a_planted_name_appears_nowhere_public(client: Client) -> None:
    """Whatever a stranger asks of pages, layers and search: neither who sells nor what is held comes out."""
    shown = OfferFactory(seller={"name": PLANTED, "phone": NUMBER})
    held = OfferFactory(held=True, variety="Tersembunyi", seller={"name": PLANTED, "phone": NUMBER})
    addresses = [
        "/panen/",
        f"/panen/?q={PLANTED}",
        "/panen/?q=Tersembunyi",
        f"/panen/{shown.code}/",
        f"/panen/{held.code}/",
        "/layers/",
        "/layers/offers/counts/",
        f"/layers/offers/counts/?q={PLANTED}",
        "/layers/offers/items/",
        f"/layers/offers/items/{shown.code}/",
        f"/layers/offers/items/{held.code}/",
        "/layers/offers/tiles.json",
        "/layers/offers/tiles/10/832/534.mvt",
        "/layers/work-offers/items/",
        "/layers/work-offers/counts/",
        "/layers/work-offers/tiles/10/832/534.mvt",
        f"/cari/?q={PLANTED}",
        f"/cari/?q={held.code}",
        f"/staff/offers/{held.code}/",
        "/pertanian/",
    ]
    answered = 0
    for address in addresses:
        answer = client.get(address)
        answered += answer.status_code == 200
        told = answer.content.replace(PLANTED.encode(), b"") if f"q={PLANTED}" in address else answer.content
        for word in (PLANTED, NUMBER, "Tersembunyi" if "q=Ters" not in address else PLANTED):
            assert word.encode() not in told, (address, word)
        if "/panen/?" not in address and held.code not in address:
            assert held.code.encode() not in answer.content, address
    assert answered > 10
    assert json.loads(client.get("/layers/offers/counts/").content)["total"] == 1
    assert json.loads(client.get(f"/layers/offers/counts/?q={PLANTED}").content)["total"] == 0
    assert client.get("/layers/work-offers/counts/").status_code == 404


def test_no_box_or_polygon_tells_more_than_the_desa(client: Client) -> None:
    """However an offer is looked for, its place is the one point that all offers of its desa share."""
    one = OfferFactory(geom=places.place(112.5012, -7.8588))
    two = OfferFactory(geom=places.place(112.5188, -7.8412))
    assert one.public_geom.equals(two.public_geom)
    near = "112.5000,-7.8600,112.5020,-7.8580"
    assert json.loads(client.get(f"/layers/offers/counts/?bbox={near}").content)["total"] == 0


@pytest.mark.parametrize("state", [{"held": True}, {}])
def test_staff_open_the_card_of_an_offer_of_their_areas_held_or_not(client: Client, state: dict[str, bool]) -> None:
    offer = OfferFactory(**state)
    card = f"/layers/work-offers/items/{offer.code}/"
    assert client.get(card).status_code == 404
    client.force_login(staff(Role.EXTENSION, agency="distan", areas=["35.79.02"]))
    answer = client.get(card)
    assert answer.status_code == 200
    assert f"/staff/offers/{offer.code}/" in answer.content.decode()
    assert str(offer.status_label()) in answer.content.decode()
    client.force_login(staff(Role.EXTENSION, agency="distan", areas=["35.79.01"], name="Elsewhere"))
    assert client.get(card).status_code == 404


class TestStaff:
    @pytest.fixture
    def penyuluh(self, client: Client) -> Any:
        person = staff(Role.EXTENSION, agency="distan", areas=["35.79.02"], name="Bu Wulan")
        client.force_login(person)
        return person

    def test_a_held_offer_waits_on_the_work_map_and_is_accepted(self, client: Client, penyuluh: Any) -> None:
        held = OfferFactory(held=True, seller={"name": PLANTED, "phone": NUMBER})
        assert held.code in client.get("/staff/?of=offers").content.decode()
        page = client.get(f"/staff/offers/{held.code}/").content.decode()
        assert PLANTED in page
        assert "Terima tawaran" in page
        answer = client.post(f"/staff/offers/{held.code}/accept/", {"seen": "1"}, **HTMX)
        assert answer.status_code == 200
        assert json.loads(answer["HX-Trigger-After-Settle"])["work:changed"]["code"] == held.code
        held.refresh_from_db()
        assert held.is_public
        assert Client().get(f"/panen/{held.code}/").status_code == 200
        assert client.post(f"/staff/offers/{held.code}/accept/", {"seen": "1"}, **HTMX).status_code == 409

    @pytest.mark.parametrize(
        ("verb", "given"),
        [
            ("change", {"price": "15.000", "amount": "12"}),
            ("sell", {}),
            ("withdraw", {"reason": "Gagal panen"}),
            ("hide", {"reason": "Penipuan"}),
        ],
    )
    def test_each_move_is_made(self, client: Client, penyuluh: Any, verb: str, given: dict[str, str]) -> None:
        made = OfferFactory()
        assert client.get(f"/staff/offers/{made.code}/{verb}/", **HTMX).status_code == 200
        answer = client.post(f"/staff/offers/{made.code}/{verb}/", {"seen": "1", **given})
        assert answer.status_code == 302
        made.refresh_from_db()
        assert made.version == 2

    def test_what_is_missing_is_asked_for(self, client: Client, penyuluh: Any) -> None:
        made = OfferFactory()
        answer = client.post(f"/staff/offers/{made.code}/hide/", {"seen": "1", "reason": " "}, **HTMX)
        assert answer.status_code == 422
        assert "field__error" in answer.content.decode()

    def test_a_planner_reads_and_sees_no_number(self, client: Client) -> None:
        held = OfferFactory(held=True, seller={"name": PLANTED, "phone": NUMBER})
        client.force_login(staff(Role.PLANNER))
        page = client.get(f"/staff/offers/{held.code}/").content.decode()
        assert PLANTED not in page
        assert client.post(f"/staff/offers/{held.code}/accept/", {"seen": "1"}).status_code == 403

    def test_another_area_s_offer_is_not_there(self, client: Client, penyuluh: Any) -> None:
        held = OfferFactory(held=True, geom=places.IN_BEJI)
        assert client.get(f"/staff/offers/{held.code}/").status_code == 404
        assert client.post(f"/staff/offers/{held.code}/take_back/", {"seen": "1"}).status_code == 404


def test_there_is_a_way_in(client: Client) -> None:
    for address in ("/pertanian/", "/panen/"):
        assert 'href="/panen/"' in client.get(address).content.decode(), address
