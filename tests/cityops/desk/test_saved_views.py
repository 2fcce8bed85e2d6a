"""Saved views: what is kept, who opens it, and what is left when a part of it is gone."""

import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cityops.accounts.models import User
from cityops.agencies.models import Agency, Category
from cityops.datasets.models import Dataset, What
from cityops.desk.home import begins_at_home
from cityops.desk.models import HomeView, Page, SavedView, Sharing
from cityops.desk.saved_views import listed_views, saved_views_context
from cityops.desk.saved_views_actions import MOST, NameOfAnotherView, TooManyViews, begin_with, change_view, save_view
from cityops.desk.saved_views_reading import LONGEST, ViewTooLong, read_view
from cityops.errors import NotAllowed, NotFound
from cityops.policy.lines import Role
from layers.models import TableSource
from layers.registry import Geometry
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory, CategoryFactory, staff
from tests.factories.reports import ReportFactory
from tests.factories.tables import make_table
from tests.reference import know_reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
QUERY = (
    "status=routed,new&area=35.79.01&z=15&lat=-7.87000&lng=112.53&layers=work-reports,facilities~60&item=BTU-1&page=3"
)
KEPT = "area=35.79.01&status=new,routed&lat=-7.87&lng=112.53&z=15&layers=work-reports,facilities~60"


@pytest.fixture
def officer() -> User:
    return staff(Role.OFFICER, agency="dpupr")


@pytest.fixture
def colleague() -> User:
    return staff(Role.OFFICER, agency="dpupr")


@pytest.fixture
def elsewhere() -> User:
    return staff(Role.OFFICER, agency="dlh")


def save(owner: User, name: str = "Pagi", query: str = QUERY, **more: object) -> SavedView:
    return save_view(actor=owner, name=name, page=Page.WORK, query=query, **more)  # type: ignore[arg-type]


def shared(owner: User, sharing: str, **more: object) -> SavedView:
    agency = Agency.objects.get(pk="dpupr") if sharing == Sharing.AGENCY else None
    return save(owner, sharing=sharing, agency=agency, **more)


def opened(user: User | None, view: SavedView) -> int:
    client = Client()
    if user:
        client.force_login(user)
    return client.get(view.get_absolute_url()).status_code


class TestSaying:
    def test_that_it_is_saved_and_its_address(self, officer: User) -> None:
        client = Client()
        client.force_login(officer)
        given = {"name": "Pagi <b>", "page": "work", "query": "area=35.79.01", "shared": "nobody"}
        page = client.post("/staff/views/new/", given, follow=True).content.decode()
        link = f"http://testserver{SavedView.objects.get().get_absolute_url()}"
        assert f'Tampilan “Pagi &lt;b&gt;” disimpan. Alamatnya: <a href="{link}">{link}</a>' in page


class TestKeeping:
    def test_filter_place_and_layers_in_their_one_spelling(self, officer: User) -> None:
        assert save(officer).query == KEPT

    def test_what_does_not_parse_is_not_kept(self, officer: User) -> None:
        view = save(officer, query="status=lost&area=35.79.01&z=nan&lat=1&lng=2&layers=<b>&colour=red")
        assert view.query == "area=35.79.01"

    def test_a_name_is_taken_once(self, officer: User, colleague: User) -> None:
        view = save(officer)
        save(colleague)
        with pytest.raises(NameOfAnotherView):
            save(officer)
        other = save(officer, "Sore")
        with pytest.raises(NameOfAnotherView):
            change_view(actor=officer, slug=other.slug, name="Pagi", sharing=Sharing.NOBODY)
        change_view(actor=officer, slug=view.slug, name="Pagi", sharing=Sharing.LINK)

    def test_residents_share_links_only(self) -> None:
        with pytest.raises(NotAllowed):
            save(UserFactory())

    def test_sharing_ends_at_the_own_agency(self, officer: User) -> None:
        with pytest.raises(NotAllowed):
            save(officer, sharing=Sharing.AGENCY, agency=AgencyFactory(code="dlh"))
        with pytest.raises(NotAllowed):
            save(staff(Role.DISPATCHER), sharing=Sharing.AGENCY, agency=Agency.objects.get(pk="dpupr"))

    def test_there_is_an_end(self, officer: User) -> None:
        SavedView.objects.bulk_create(SavedView(owner=officer, name=str(number)) for number in range(MOST))
        with pytest.raises(TooManyViews):
            save(officer)
        with pytest.raises(ViewTooLong):
            read_view(Page.WORK, "q=" + "a" * LONGEST, officer)

    def test_the_database_knows_what_sharing_needs(self, officer: User) -> None:
        for wrong in ({"sharing": "agency"}, {"sharing": "nobody", "agency_id": "dpupr"}, {"sharing": "all"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                SavedView.objects.create(owner=officer, name="x", **wrong)


class TestOpening:
    @pytest.mark.parametrize(
        ("sharing", "who"),
        [("nobody", set()), ("agency", {"colleague"}), ("link", {"colleague", "elsewhere", "stranger"})],
    )
    def test_who(self, sharing: str, who: set[str], officer: User, colleague: User, elsewhere: User) -> None:
        view = shared(officer, sharing)
        people = {"colleague": colleague, "elsewhere": elsewhere, "stranger": None, "resident": UserFactory()}
        who = who | {"resident"} if "stranger" in who else who
        assert {name for name, user in people.items() if opened(user, view) == 302} == who
        assert {name for name, user in people.items() if opened(user, view) == 404} == set(people) - who
        assert opened(officer, view) == 302

    def test_it_leads_to_the_map(self, client: Client, officer: User) -> None:
        view = save(officer)
        client.force_login(officer)
        answer = client.get(view.get_absolute_url())
        assert answer["Location"] == f"/staff/?{KEPT}&view={view.slug}"
        assert "no-store" in answer["Cache-Control"]
        page = client.get(answer["Location"])
        assert page.status_code == 200
        assert re.search(rf'href="/v/{view.slug}/"\s+aria-current="true"', page.content.decode())

    def test_it_shows_nobody_more_than_they_may_see(self, client: Client, officer: User, elsewhere: User) -> None:
        ReportFactory(text="kata-rahasia")
        view = shared(officer, Sharing.LINK, query="q=kata-rahasia")
        found = {}
        for name, user in {"officer": officer, "elsewhere": elsewhere}.items():
            client.force_login(user)
            page = client.get(view.get_absolute_url(), follow=True)
            found[name] = page.context["counts"].total
        assert found == {"officer": 1, "elsewhere": 0}
        client.logout()
        answer = client.get(view.get_absolute_url(), follow=True)
        assert answer.redirect_chain[-1][0].startswith("/masuk/?next=/staff/")

    def test_strangers_open_views_of_the_city_map(self, client: Client, officer: User) -> None:
        view = save_view(actor=officer, name="Jalan", page=Page.CITY, query="status=new&z=3", sharing=Sharing.LINK)
        assert client.get(view.get_absolute_url())["Location"] == f"/?status=new&view={view.slug}"
        assert client.get(f"/?status=new&view={view.slug}").status_code == 200

    def test_layers_keep_order_opacity_and_look(self, client: Client, officer: User) -> None:
        layers = "facilities~35,work-reports~100~heat,plot-totals~80~dots"
        view = save(officer, query=f"layers={layers}")
        client.force_login(officer)
        assert client.get(view.get_absolute_url())["Location"] == f"/staff/?layers={layers}&view={view.slug}"
        for wrong in ("facilities~3500", "facilities~35~glow", "facilities,,plots", "a,", "-,facilities~"):
            assert "layers" not in save(officer, wrong, query=f"layers={wrong}").query
        assert save(officer, "Tanpa", query="layers=-").query == "layers=-"

    def test_a_layer_that_the_reader_does_not_see_is_left_out_without_a_word(
        self, client: Client, officer: User, elsewhere: User
    ) -> None:
        make_table("rahasia", Geometry.POINT, [])
        TableSource.objects.filter(pk="rahasia").update(audience="owner", owner=officer.pk)
        view = shared(officer, Sharing.LINK, query="layers=rahasia~40,facilities&z=12&lat=-7.8&lng=112.5")
        assert "rahasia~40,facilities" in view.query
        place = "lat=-7.8&lng=112.5&z=12"
        client.force_login(elsewhere)
        assert client.get(view.get_absolute_url())["Location"] == f"/staff/?{place}&layers=facilities&view={view.slug}"
        alone = shared(officer, Sharing.LINK, name="Sendiri", query="layers=rahasia")
        assert client.get(alone.get_absolute_url())["Location"] == f"/staff/?layers=-&view={alone.slug}"
        on_city = save_view(
            actor=officer, name="Kota", page=Page.CITY, query="layers=rahasia,facilities", sharing=Sharing.LINK
        )
        assert on_city.query == "layers=facilities", "the city's map shows what strangers see"
        client.logout()
        answer = client.get(view.get_absolute_url())
        assert "rahasia" not in answer["Location"]
        client.force_login(officer)
        again = client.get(answer["Location"], follow=True)
        assert again.redirect_chain[-1][0] == f"/staff/?{place}&layers=rahasia~40,facilities&view={view.slug}"

    def test_a_role_that_ends_takes_shared_views_along(self, officer: User, colleague: User) -> None:
        view = shared(officer, Sharing.AGENCY)
        colleague.memberships.all().delete()
        assert opened(User.objects.get(pk=colleague.pk), view) == 404
        assert listed_views(User.objects.get(pk=colleague.pk)) == []

    def test_a_part_that_is_gone_is_named_and_the_rest_is_offered(self, client: Client, officer: User) -> None:
        CategoryFactory(code="lama", name="Lama")
        view = save(officer, query="category=lama&status=new")
        Category.objects.filter(pk="lama").delete()
        client.force_login(officer)
        body = client.get(view.get_absolute_url()).content.decode()
        assert "lama" in body
        assert f"/staff/?status=new&amp;view={view.slug}" in body
        client.post(f"/staff/views/{view.slug}/rest/")
        view.refresh_from_db()
        assert view.query == "status=new"
        assert opened(officer, view) == 302

    def test_a_kind_of_work_that_the_reader_does_not_have_is_named(self, officer: User) -> None:
        reading = read_view(Page.WORK, "of=nosuch&status=new&z=12&lat=-7.8&lng=112.5", officer)
        assert reading.query == "lat=-7.8&lng=112.5&z=12"
        assert "nosuch" in reading.faults[0]


class TestHome:
    def test_one_begins_with_it_and_comes_back_by_one_click(self, client: Client, officer: User) -> None:
        view = save(officer, is_home=True)
        client.force_login(officer)
        assert client.get("/staff/")["Location"] == view.get_absolute_url()
        body = client.get("/staff/", follow=True).content.decode()
        assert 'href="/staff/?view=all"' in body
        assert client.get("/staff/?view=all").status_code == 200
        assert client.get("/staff/?status=new").status_code == 200

    def test_it_follows_the_sign_in(self, client: Client, officer: User) -> None:
        officer.set_password("kebun-apel-di-batu")
        officer.save()
        view = save(officer, is_home=True)
        client.post("/masuk/", {"username": officer.username, "password": "kebun-apel-di-batu"})
        assert client.get("/staff/", headers={"referer": "http://testserver/masuk/"})["Location"].endswith(
            f"/{view.slug}/"
        )

    def test_who_takes_the_last_filter_away_stays(self, client: Client, officer: User) -> None:
        save(officer, is_home=True)
        client.force_login(officer)
        assert client.get("/staff/", headers={"referer": "http://testserver/staff/?status=new"}).status_code == 200
        assert client.get("/staff/", headers={"HX-Request": "true"}).status_code == 200

    def test_a_shared_view_may_be_home_until_it_is_shared_no_more(
        self, client: Client, officer: User, colleague: User, elsewhere: User
    ) -> None:
        view = shared(officer, Sharing.AGENCY)
        begin_with(actor=colleague, slug=view.slug)
        with pytest.raises(NotFound):
            begin_with(actor=elsewhere, slug=view.slug)
        client.force_login(colleague)
        assert client.get("/staff/").status_code == 302
        change_view(actor=officer, slug=view.slug, name="Pagi", sharing=Sharing.NOBODY)
        assert client.get("/staff/").status_code == 200
        view.delete()
        assert not HomeView.objects.exists()

    def test_a_home_that_is_open_by_its_link_alone_is_not_listed(self, officer: User, elsewhere: User) -> None:
        view = shared(officer, Sharing.LINK)
        begin_with(actor=elsewhere, slug=view.slug)
        context = saved_views_context(elsewhere)
        assert context["home_view"] == view
        assert context["saved_views"] == []
        own = saved_views_context(officer)
        assert own["home_view"] is None
        assert own["saved_views"] == [view]

    def test_the_work_map_is_home_again(self, client: Client, officer: User) -> None:
        save(officer, is_home=True)
        client.force_login(officer)
        client.post("/staff/views/none/")
        assert client.get("/staff/").status_code == 200

    def test_the_decorator_keeps_the_view(self) -> None:
        assert begins_at_home(opened).__name__ == "opened"  # type: ignore[arg-type]


class TestPages:
    def test_saving_without_javascript(self, client: Client, officer: User) -> None:
        client.force_login(officer)
        body = client.get("/staff/?status=new").content.decode()
        assert 'href="/staff/views/new/?status=new"' in body
        body = client.get("/staff/views/new/?status=new").content.decode()
        assert 'name="query" value="status=new"' in body
        given = {"name": "Baru", "shared": "dpupr", "query": "status=new", "page": "work"}
        answer = client.post("/staff/views/new/", given)
        view = SavedView.objects.get()
        assert answer["Location"] == view.get_absolute_url()
        assert (view.sharing, view.agency_id) == (Sharing.AGENCY, "dpupr")
        again = client.post("/staff/views/new/", given)
        assert again.status_code == 422
        assert "Baru" in again.content.decode()

    def test_another_agency_cannot_be_chosen(self, client: Client, officer: User) -> None:
        AgencyFactory(code="dlh")
        client.force_login(officer)
        given = {"name": "Baru", "shared": "dlh", "query": "", "page": "work"}
        assert client.post("/staff/views/new/", given).status_code == 422

    def test_listing_renaming_and_deleting(self, client: Client, officer: User, colleague: User) -> None:
        own, other, private = (
            save(officer),
            shared(colleague, Sharing.AGENCY, name="Bersama"),
            save(colleague, "Sendiri"),
        )
        client.force_login(officer)
        body = client.get("/staff/views/").content.decode()
        assert "Bersama" in body
        assert "Sendiri" not in body
        for view in (other, private):
            assert client.get(f"/staff/views/{view.slug}/").status_code == 404
            assert client.post(f"/staff/views/{view.slug}/delete/").status_code == 404
            assert client.post(f"/staff/views/{view.slug}/rest/").status_code == 404
        client.post(f"/staff/views/{own.slug}/", {"name": "Lain", "shared": "link", "is_home": "on"})
        own.refresh_from_db()
        assert (own.name, own.sharing, HomeView.objects.get().view_id) == ("Lain", "link", own.pk)
        client.post(f"/staff/views/{own.slug}/delete/")
        assert not SavedView.objects.filter(pk=own.pk).exists()

    def test_as_many_statements_for_many_views(self, client: Client, officer: User, colleague: User) -> None:
        client.force_login(officer)

        save(officer)
        counted = []
        for number in range(2):
            know_reference()
            with CaptureQueriesContext(connection) as asked:
                client.get("/staff/views/")
            counted.append(len(asked))
            for more in range(10):
                save(officer, f"{number}-{more}")
        assert counted[0] == counted[1]


@pytest.mark.parametrize("slug", ["a/b", "%00", "é", "../x", ""])
def test_what_is_no_view_leads_nowhere(client: Client, slug: str) -> None:
    client.force_login(staff(Role.DISPATCHER))
    assert client.get("/staff/", {"saved": slug}).status_code == 400  # no key of a filter either


@pytest.mark.parametrize(
    ("audience", "sharing", "is_told"),
    [
        ("owner", "nobody", False),
        ("owner", "agency", True),
        ("owner", "link", True),
        ("agency", "agency", False),
        ("agency", "link", True),
        ("staff", "link", False),
    ],
)
def test_who_shares_a_view_is_told_of_layers_that_others_miss(
    officer: User, audience: str, sharing: str, *, is_told: bool
) -> None:
    agency = Agency.objects.get(pk="dpupr")
    said = {"label": "Sumur tua", "audience": audience, "owner": officer, "agency": agency}
    Dataset.objects.create(name="sumur", what=What.VECTOR, **said)
    make_table("sumur", Geometry.POINT, [])
    client = Client()
    client.force_login(officer)
    given = {"name": "Sumur", "page": "work", "query": "layers=work-reports,sumur~60"}
    shared_with = "dpupr" if sharing == "agency" else sharing
    page = client.post("/staff/views/new/", {**given, "shared": shared_with}, follow=True)
    assert SavedView.objects.get().sharing == sharing
    assert ("tanpa “Sumur tua”" in page.content.decode()) == is_told
