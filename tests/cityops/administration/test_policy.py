"""Who administers what: every cell of the table, and the pages that follow it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from cityops.administration.policy import KIND, LINES, administers_anything, may
from cityops.administration.queries import people_seen_by, templates_seen_by
from cityops.agencies.models import AnswerTemplate
from cityops.policy.lines import Reach, Role
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory, CategoryFactory, staff
from tests.factories.second_factor import just_confirmed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

EXPECTED = {
    Role.ADMIN: dict.fromkeys(LINES, Reach.ANY),
    Role.HEAD: {"see-people": Reach.AGENCY, "templates": Reach.AGENCY},
}
PAGES = {
    "": "see-people",
    "orang/": "see-people",
    "orang/undang/": "people",
    "skpd/": "agencies",
    "skpd/dpupr/": "agencies",
    "kategori/": "categories",
    "kategori/jalan-rusak/": "categories",
    "tenggat/": "categories",
    "templat/": "templates",
    "templat/baru/": "templates",
    "hari-libur/": "holidays",
    "hari-libur/baru/": "holidays",
    "perubahan/": "history",
}


@pytest.mark.parametrize("role", Role)
def test_every_cell(role: Role) -> None:
    person = staff(role, agency="dpupr")
    for verb in LINES:
        reach = EXPECTED.get(role, {}).get(verb)
        assert may(person, verb, "dpupr") is (reach is not None), verb
        assert may(person, verb, "dlh") is (reach == Reach.ANY), verb
        assert may(person, verb) is (reach == Reach.ANY), verb
    assert administers_anything(person) is (role in EXPECTED)


@pytest.mark.parametrize("who", ["stranger", "resident", "disabled administrator"])
def test_others_administer_nothing(who: str) -> None:
    person = {
        "stranger": AnonymousUser,
        "resident": UserFactory,
        "disabled administrator": lambda: staff(Role.ADMIN, is_active=False),
    }[who]()
    assert not administers_anything(person)
    assert not people_seen_by(person).exists()


@pytest.mark.parametrize("role", Role)
def test_every_page_follows_the_table(role: Role, client: Client) -> None:
    CategoryFactory()
    client.force_login(staff(role, agency="dpupr"))
    just_confirmed(client)
    for path, verb in PAGES.items():
        status = 200 if verb in EXPECTED.get(role, {}) else 404
        assert client.get(f"/staff/administrasi/{path}").status_code == status, path


def test_a_head_sees_the_own_people_and_nobody_else(client: Client) -> None:
    head, colleague = staff(Role.HEAD, agency="dpupr"), staff(Role.OFFICER, agency="dpupr", name="Ani")
    colleague.memberships.create(role=Role.OFFICER, agency=AgencyFactory(code="dlh", short_name="DLH"))
    stranger = staff(Role.OFFICER, agency="dlh", name="Budi")
    client.force_login(head)
    page = client.get("/staff/administrasi/orang/").content.decode()
    assert "Ani" in page
    assert "Budi" not in page
    assert "DLH" not in page  # what else she does is not told either
    own = client.get(f"/staff/administrasi/orang/{colleague.pk}/")
    assert own.status_code == 200
    assert "<form" not in own.content.decode().partition("administration__page")[2]
    assert client.get(f"/staff/administrasi/orang/{stranger.pk}/").status_code == 404


@pytest.mark.parametrize(
    "path", ["", "nonaktifkan/", "aktifkan/", "sandi/", "peran/", "peran/1/", "peran/1/akhiri/"], ids=lambda path: path
)
def test_a_head_changes_nobody(path: str, client: Client) -> None:
    head, colleague = staff(Role.HEAD, agency="dpupr"), staff(Role.OFFICER, agency="dpupr")
    client.force_login(head)
    just_confirmed(client)
    given = {"seen": 0, "name": "X", "username": "x", "role": "officer", "new-role": "officer", "new-agency": "dpupr"}
    address = f"/staff/administrasi/orang/{colleague.pk}/{path}"
    assert client.post(address, given).status_code == 404
    colleague.refresh_from_db()
    assert (colleague.is_active, colleague.memberships.count()) == (True, 1)


def test_a_head_is_not_told_of_inviting(client: Client) -> None:
    client.force_login(staff(Role.HEAD, agency="dpupr"))
    for path in ("", "orang/"):
        assert "Undang" not in client.get(f"/staff/administrasi/{path}").content.decode()
    client.force_login(staff(Role.ADMIN))
    assert "Undang" in client.get("/staff/administrasi/").content.decode()


def test_a_head_keeps_the_texts_of_the_own_agency_and_reads_those_of_all() -> None:
    head = staff(Role.HEAD, agency="dpupr")
    texts = {
        code: AnswerTemplate.objects.create(kind="reports", verb="answer", title=str(code), text="…", agency=agency)
        for code, agency in {"dpupr": AgencyFactory(code="dpupr"), "dlh": AgencyFactory(code="dlh"), None: None}.items()
    }
    assert set(templates_seen_by(head)) == {texts["dpupr"], texts[None]}


def test_the_menu_leads_here_whom_it_concerns(client: Client) -> None:
    client.force_login(staff(Role.ADMIN))
    assert 'href="/staff/administrasi/"' in client.get("/laporan/").content.decode()
    client.force_login(staff(Role.OFFICER, agency="dpupr"))
    assert 'href="/staff/administrasi/"' not in client.get("/laporan/").content.decode()


def test_the_kind_is_registered() -> None:
    assert KIND == "administration"
