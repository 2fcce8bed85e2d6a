"""People of the staff: invited, changed, disabled; their roles; and that somebody is always left who administers."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cityops.accounts.models import Session, User
from cityops.administration.actions.locked_person import LastAdministrator
from cityops.administration.actions.memberships import HasRoleAlready, add_role, change_role, end_role
from cityops.administration.actions.names import NameInUse
from cityops.administration.actions.people import (
    change_person,
    disable_person,
    enable_person,
    invite,
    send_password_link,
)
from cityops.administration.changes import ChangedMeanwhile, seen_of
from cityops.administration.models import Change, Thing
from cityops.agencies.models import Membership
from cityops.errors import NotFound
from cityops.notifications.models import OutboxMessage
from cityops.policy.lines import Role
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.letters import work_mail_for
from tests.factories.second_factor import just_confirmed
from tests.reference import know_reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

ROOT = "/staff/administrasi/orang"
TEMAS, SISIR = "35.79.01.1001", "35.79.01.1004"


@pytest.fixture
def admin() -> User:
    return staff(Role.ADMIN, name="Wati")


@pytest.fixture
def officer() -> User:
    return staff(Role.OFFICER, agency="dpupr", name="Ani", username="ani", email="ani@example.org")


@pytest.fixture
def as_admin(admin: User, client: Client) -> Client:
    client.force_login(admin)
    just_confirmed(client)
    return client


def seen(person: User) -> int:
    return seen_of(Thing.PERSON, person.pk)


def given_of(person: User, **changes: str) -> dict[str, Any]:
    """What a browser sends for the form of a person."""
    return {"name": person.name, "username": person.username, "email": person.email, "seen": seen(person)} | changes


class TestInvite:
    def test_the_link_goes_by_mail_and_the_account_has_no_password(self, as_admin: Client) -> None:
        AgencyFactory(code="dlh")
        form = {"name": "Budi", "username": "budi", "email": "budi@example.org", "role": "officer", "agency": "dlh"}
        answer = as_admin.post(f"{ROOT}/undang/", {**form, "areas": [TEMAS]})
        budi = User.objects.get(username="budi")
        assert answer["Location"] == f"{ROOT}/{budi.pk}/"
        assert not budi.has_usable_password()
        role = budi.memberships.get()
        assert (role.role, role.agency_id, [area.pk for area in role.areas.all()]) == ("officer", "dlh", [TEMAS])
        message = OutboxMessage.objects.get()
        assert (message.template, message.address) == ("invitation", "budi@example.org")
        assert message.context["path"] not in as_admin.get(answer["Location"]).content.decode()

    def test_without_an_address_or_without_mail_the_link_is_shown_once(self, as_admin: Client, settings: Any) -> None:
        form = {"name": "Budi", "username": "budi", "email": "", "role": "planner"}
        answer = as_admin.post(f"{ROOT}/undang/", form)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert re.search(r"http\S+/masuk/sandi/\w+/[\w-]+/", page)
        assert "no-store" in answer["Cache-Control"]
        settings.HAS_MAIL = False
        as_admin.post(f"{ROOT}/undang/", {**form, "username": "cici", "email": "cici@example.org"})
        assert not OutboxMessage.objects.exists()

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"name": ""}, "Bidang ini"),
            ({"username": "ani rahayu"}, "hanya boleh"),
            ({"username": "ANI"}, "sudah dipakai"),
            ({"username": "nobody"}, "sudah dipakai"),
            ({"email": "bukan"}, "Tulis alamat surel"),
            ({"role": ""}, "Bidang ini"),
            ({"role": "officer"}, "pilih yang mana"),
            ({"role": "lurah"}, "pilih setidaknya satu"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_lost(
        self, as_admin: Client, officer: User, given: dict[str, str], words: str
    ) -> None:
        form = {"name": "Budi Santoso", "username": "budi", "email": "budi@example.org", "role": "planner"}
        answer = as_admin.post(f"{ROOT}/undang/", form | given)
        page = answer.content.decode()
        assert answer.status_code in (409, 422)
        assert words in page
        assert next(iter((form | given).values())) in page
        assert 'value="budi@example.org"' in page or "email" in given
        assert User.objects.count() == 2

    def test_what_a_role_needs_stands_beside_the_field(self, as_admin: Client, officer: User) -> None:
        def said(page: str) -> list[str]:
            return re.findall(r'data-needed-by="[^>]*>([^<]*)</span>', page)

        empty = as_admin.get(f"{ROOT}/undang/").content.decode()
        assert said(empty) == ["", ""]  # it depends
        assert "Wajib untuk: Petugas, Kepala SKPD, Penyuluh" in empty
        form = {"name": "Budi", "username": "budi", "email": "", "role": "officer"}
        refused = as_admin.post(f"{ROOT}/undang/", form).content.decode()
        assert said(refused) == ["(wajib untuk peran ini)", "(boleh kosong)"]
        assert "Peran “Petugas” bekerja untuk satu SKPD" in refused
        lurah = as_admin.post(f"{ROOT}/undang/", form | {"role": "lurah"}).content.decode()
        assert said(lurah) == ["(boleh kosong)", "(wajib untuk peran ini)"]

    def test_nothing_of_a_person_stands_in_the_history(self, admin: User) -> None:
        person, _link = invite(actor=admin, name="Budi Rahasia", username="budi", email="b@x.org", role=Role.PLANNER)
        change_person(
            actor=admin, person_id=person.pk, name="Budi Lain", username="budi2", email="c@x.org", seen=seen(person)
        )
        told = str(list(Change.objects.values_list("key", "verb", "data")))
        assert not any(word in told for word in ("Budi", "budi", "x.org"))
        assert Change.objects.filter(verb="change").get().data["fields"] == ["name", "username", "email"]


class TestDisable:
    def test_sessions_end_at_once_and_do_not_come_back(self, admin: User, officer: User) -> None:
        phone = Client()
        phone.post("/masuk/", {"username": "ani", "password": PASSWORD})
        assert phone.get("/staff/").status_code == 200
        disable_person(actor=admin, person_id=officer.pk, seen=0)
        assert phone.get("/staff/")["Location"].startswith("/masuk/")
        enable_person(actor=admin, person_id=officer.pk, seen=seen(officer))
        assert phone.get("/staff/")["Location"].startswith("/masuk/")
        assert not Client().post("/masuk/", {"username": "ani", "password": PASSWORD}).has_header("Location")

    def test_a_link_that_waits_is_forgotten_and_one_that_left_is_over(self, admin: User, officer: User) -> None:
        _person, link = send_password_link(actor=admin, person_id=officer.pk)
        work_mail_for(officer)
        disable_person(actor=admin, person_id=officer.pk, seen=0)
        assert not OutboxMessage.objects.exists()
        path = link.address[link.address.index("/masuk/") :]
        assert Client().get(path).status_code == 410
        enable_person(actor=admin, person_id=officer.pk, seen=seen(officer))
        assert Client().get(path).status_code == 410

    def test_the_page_says_what_became_nobody_s(self, as_admin: Client, officer: User) -> None:
        address = f"{ROOT}/{officer.pk}/"
        answer = as_admin.post(f"{address}nonaktifkan/", {"seen": 0}, follow=True)
        assert "dinonaktifkan" in answer.content.decode()
        assert User.objects.get(pk=officer.pk).is_active is False
        answer = as_admin.post(f"{address}aktifkan/", {"seen": seen(officer)}, follow=True)
        assert "menerima surel berisi tautan" in answer.content.decode()

    def test_whoever_tries_with_the_right_password_is_told(self, admin: User, officer: User) -> None:
        disable_person(actor=admin, person_id=officer.pk, seen=0)
        answer = Client().post("/masuk/", {"username": "ani", "password": PASSWORD})
        assert "Akun ini dinonaktifkan" in answer.content.decode()
        assert not Session.objects.filter(user=officer).exists()

    def test_twice_is_once(self, admin: User, officer: User) -> None:
        disable_person(actor=admin, person_id=officer.pk, seen=0)
        assert disable_person(actor=admin, person_id=officer.pk, seen=seen(officer)) == 0
        assert Change.objects.filter(verb="disable").count() == 1


@pytest.mark.parametrize(
    ("has_mail", "words"),
    [(True, "kata sandi baru dikirim"), (False, "ditampilkan sekali kepada Anda")],
    ids=["mail", "no-mail"],
)
def test_the_page_says_how_a_link_leaves(
    as_admin: Client, officer: User, settings: Any, has_mail: bool, words: str
) -> None:
    settings.HAS_MAIL = has_mail
    assert words in as_admin.get(f"{ROOT}/{officer.pk}/").content.decode()


class TestLastAdministrator:
    def test_is_neither_disabled_nor_made_something_else(self, admin: User) -> None:
        role = admin.memberships.get()
        with pytest.raises(LastAdministrator):
            disable_person(actor=admin, person_id=admin.pk, seen=0)
        with pytest.raises(LastAdministrator):
            end_role(actor=admin, person_id=admin.pk, membership_id=role.pk, seen=0)
        with pytest.raises(LastAdministrator):
            change_role(
                actor=admin, person_id=admin.pk, membership_id=role.pk, role=Role.PLANNER, agency=None, areas=[], seen=0
            )
        assert User.objects.get(pk=admin.pk).is_active
        assert Membership.objects.get().role == Role.ADMIN
        assert not Change.objects.exists()

    def test_whoever_has_not_chosen_a_password_is_none_yet(self, admin: User) -> None:
        invite(actor=admin, name="Budi", username="budi", email="", role=Role.ADMIN)
        with pytest.raises(LastAdministrator):
            disable_person(actor=admin, person_id=admin.pk, seen=0)

    def test_in_production_the_demo_s_does_not_count(self, admin: User, settings: Any) -> None:
        staff(Role.ADMIN, is_demo=True)
        settings.IS_PRODUCTION = True
        with pytest.raises(LastAdministrator):
            disable_person(actor=admin, person_id=admin.pk, seen=0)

    def test_the_page_says_it(self, as_admin: Client, admin: User) -> None:
        answer = as_admin.post(f"{ROOT}/{admin.pk}/nonaktifkan/", {"seen": 0})
        assert answer.status_code == 409
        assert "administrator terakhir" in answer.content.decode()

    def test_one_of_two_may_go(self, admin: User) -> None:
        staff(Role.ADMIN)
        disable_person(actor=admin, person_id=admin.pk, seen=0)
        assert not User.objects.get(pk=admin.pk).is_active


class TestRoles:
    def test_a_role_is_given_changed_and_ended(self, as_admin: Client, officer: User) -> None:
        AgencyFactory(code="dlh")
        address = f"{ROOT}/{officer.pk}"
        form = {"new-role": "head", "new-agency": "dlh", "seen": 0}
        assert as_admin.post(f"{address}/peran/", form).status_code == 302
        role = officer.memberships.get(role="head")
        page = as_admin.get(f"{address}/peran/{role.pk}/").content.decode()
        assert '<option value="head" selected>' in page
        changed = {"role": "officer", "agency": "dlh", "areas": [TEMAS, SISIR], "seen": seen(officer)}
        assert as_admin.post(f"{address}/peran/{role.pk}/", changed).status_code == 302
        role.refresh_from_db()
        assert (role.role, role.areas.count()) == ("officer", 2)
        assert as_admin.post(f"{address}/peran/{role.pk}/akhiri/", {"seen": seen(officer)}).status_code == 302
        assert officer.memberships.get().agency_id == "dpupr"
        verbs = list(Change.objects.filter(key=str(officer.pk)).values_list("verb", flat=True))
        assert verbs == ["end_role", "change_role", "add_role"]
        page = as_admin.get(f"{address}/").content.decode()
        assert "Peran diakhiri" in page
        assert "Kepala SKPD" in page  # what was before

    def test_the_same_twice_is_refused_at_the_form(self, as_admin: Client, admin: User, officer: User) -> None:
        with pytest.raises(HasRoleAlready):
            add_role(actor=admin, person_id=officer.pk, role=Role.OFFICER, agency="dpupr", areas=[])
        form = {"new-role": "officer", "new-agency": "dpupr", "seen": 0}
        answer = as_admin.post(f"{ROOT}/{officer.pk}/peran/", form)
        assert answer.status_code == 409
        assert "sudah punya peran itu" in answer.content.decode()

    def test_what_is_no_role_of_the_person_is_not_there(self, as_admin: Client, admin: User, officer: User) -> None:
        other = admin.memberships.get()
        assert as_admin.get(f"{ROOT}/{officer.pk}/peran/{other.pk}/").status_code == 404
        assert as_admin.post(f"{ROOT}/{officer.pk}/peran/{other.pk}/akhiri/", {"seen": 0}).status_code == 404
        with pytest.raises(NotFound):
            add_role(actor=admin, person_id=officer.pk, role=Role.OFFICER, agency="no-such", areas=[])
        with pytest.raises(NotFound):
            add_role(actor=admin, person_id=officer.pk, role=Role.LURAH, agency=None, areas=["99"])

    def test_nothing_changed_is_no_change(self, as_admin: Client, officer: User) -> None:
        role = officer.memberships.get()
        form = {"role": "officer", "agency": "dpupr", "seen": 0}
        assert as_admin.post(f"{ROOT}/{officer.pk}/peran/{role.pk}/", form).status_code == 302
        assert not Change.objects.exists()


class TestTwoAtOnce:
    def test_the_second_is_told_who_changed_what_and_keeps_what_was_typed(
        self, as_admin: Client, officer: User
    ) -> None:
        other = staff(Role.ADMIN, name="Slamet")
        change_person(actor=other, person_id=officer.pk, name="Ani", username="ani", email="lain@example.org", seen=0)
        address = f"{ROOT}/{officer.pk}/"
        answer = as_admin.post(address, given_of(officer, name="Ani Rahayu", seen="0"))
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Slamet mengubah ini sementara itu (Diubah: surel)" in page
        assert 'value="Ani Rahayu"' in page
        now = re.search(r'name="seen" value="(\d+)"', page)
        assert now
        assert as_admin.post(address, given_of(officer, name="Ani Rahayu", seen=now[1])).status_code == 302
        assert User.objects.get(pk=officer.pk).name == "Ani Rahayu"

    def test_a_link_that_was_sent_is_no_news(self, as_admin: Client, admin: User, officer: User) -> None:
        send_password_link(actor=admin, person_id=officer.pk)
        assert as_admin.post(f"{ROOT}/{officer.pk}/", given_of(officer, name="Ani R.", seen="0")).status_code == 302

    @pytest.mark.parametrize("path", ["nonaktifkan/", "peran/"], ids=lambda path: path)
    def test_so_it_is_for_what_is_pressed(self, path: str, as_admin: Client, admin: User, officer: User) -> None:
        disable_person(actor=admin, person_id=officer.pk, seen=0)
        form = {"seen": 0, "new-role": "planner"}
        answer = as_admin.post(f"{ROOT}/{officer.pk}/{path}", form)
        assert answer.status_code == 409
        assert "Anda sendiri" in answer.content.decode()

    def test_a_mended_form_still_knows_what_was_seen(self, as_admin: Client, admin: User, officer: User) -> None:
        disable_person(actor=admin, person_id=officer.pk, seen=0)
        page = as_admin.post(f"{ROOT}/{officer.pk}/", given_of(officer, name="", seen="0")).content.decode()
        assert 'name="seen" value="0"' in page

    def test_a_form_without_what_was_seen_is_refused(self, as_admin: Client, officer: User) -> None:
        assert as_admin.post(f"{ROOT}/{officer.pk}/nonaktifkan/").status_code == 400


class TestList:
    def test_search_and_filters(self, as_admin: Client, officer: User) -> None:
        staff(Role.OFFICER, agency="dlh", name="Budi", is_active=False)
        UserFactory(name="Warga Biasa", last_login="2026-11-01T00:00Z")
        found = {
            "?q=ani": {"Ani"},
            "?q=ANI@example": {"Ani"},
            "?role=officer": {"Ani", "Budi"},
            "?role=officer&agency=dpupr": {"Ani"},
            "?role=none": {"Warga Biasa"},
            "?state=disabled": {"Budi"},
            "?state=never": {"Ani", "Budi"},
            "?state=active": {"Ani", "Warga Biasa", "Wati"},
            "?role=king": {"Ani", "Budi", "Warga Biasa", "Wati"},
            "?q=zzz": set(),
        }
        for query, names in found.items():
            page = as_admin.get(f"{ROOT}/{query}").content.decode()
            listed = set(re.findall(r'class="list__title"[^>]*>([^<]+)<', page))
            assert listed == names, query

    def test_it_costs_the_same_for_many(self, as_admin: Client, officer: User) -> None:
        def statements() -> int:
            know_reference()
            with CaptureQueriesContext(connection) as counted:
                as_admin.get(f"{ROOT}/")
            return len(counted)

        few = statements()
        for _n in range(20):
            staff(Role.OFFICER, agency="dpupr", areas=[TEMAS])
        assert statements() == few

    def test_long_lists_have_pages(self, as_admin: Client) -> None:
        UserFactory.create_batch(60)
        page = as_admin.get(f"{ROOT}/?q=orang").content.decode()
        assert "Halaman 1 dari 2" in page
        assert "page=2" in page


def test_a_name_that_differs_in_capitals_only_is_taken(admin: User, officer: User) -> None:
    with pytest.raises(NameInUse):
        invite(actor=admin, name="X", username="Ani", email="", role=Role.PLANNER)
    change_person(actor=admin, person_id=officer.pk, name="Ani", username="ANI", email="", seen=0)
    with pytest.raises(ChangedMeanwhile):
        change_person(actor=admin, person_id=officer.pk, name="Ani", username="ani", email="", seen=0)


def test_another_address_takes_the_waiting_link_away(admin: User, officer: User) -> None:
    send_password_link(actor=admin, person_id=officer.pk)
    work_mail_for(officer)
    change_person(actor=admin, person_id=officer.pk, name="Ani", username="ani", email="baru@example.org", seen=0)
    assert not OutboxMessage.objects.exists()
