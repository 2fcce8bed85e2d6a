"""The history of administration: nobody changes it, everybody who may reads it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cityops.accounts.models import User
from cityops.administration.actions.people import disable_person, invite
from cityops.administration.actions.reference_data import change_agency
from cityops.administration.changes import record_change
from cityops.administration.models import Change, Thing
from cityops.administration.story import story_of
from cityops.policy.lines import Role
from tests.factories.agencies import AgencyFactory, staff
from tests.factories.reports import ReportFactory
from tests.reference import know_reference

pytestmark = pytest.mark.django_db

ROOT = "/staff/administrasi/perubahan/"


@pytest.fixture
def admin() -> User:
    return staff(Role.ADMIN, name="Wati")


@pytest.fixture
def as_admin(admin: User, client: Client) -> Client:
    client.force_login(admin)
    return client


@pytest.fixture
def change(admin: User) -> Change:
    AgencyFactory(code="dpupr", short_name="DPUPR")
    change_agency(actor=admin, code="dpupr", given={"week": "six"}, seen=0)
    return Change.objects.get()


def refused(statement: str) -> None:
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


class TestAppendOnly:
    def test_the_owner_cannot_change_or_delete_it(self, change: Change) -> None:
        refused("UPDATE administration_change SET verb = 'x'")
        refused("DELETE FROM administration_change")

    def test_nor_truncate_it(self, change: Change) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE administration_change ENABLE TRIGGER history_keeps_all")
        refused("TRUNCATE administration_change")

    def test_the_application_may_add_and_read_only(self, change: Change) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE cityops_app")
            cursor.execute("SELECT count(*) FROM administration_change")
            assert cursor.fetchone() == (1,)
            cursor.execute(
                "SELECT has_table_privilege('administration_change', p)"
                " FROM unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS p"
            )
            assert cursor.fetchall() == [(True,), (False,), (False,), (False,)]


class TestPage:
    def test_it_says_who_what_and_what_was_before(self, as_admin: Client, change: Change) -> None:
        page = as_admin.get(ROOT).content.decode()
        for words in ("Diubah", "DPUPR", "Senin sampai Jumat", "Senin sampai Sabtu", "Wati"):
            assert words in page
        assert "DPUPR" in as_admin.get("/staff/administrasi/").content.decode()
        assert "Senin sampai Sabtu" in as_admin.get("/staff/administrasi/skpd/dpupr/").content.decode()

    def test_filters(self, as_admin: Client, admin: User, change: Change) -> None:
        other = staff(Role.ADMIN, name="Slamet")
        record_change(Thing.PERSON, admin.pk, "enable", actor=other)
        tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
        found = {
            "": {"enable", "change"},
            "?thing=agency": {"change"},
            f"?who={other.pk}": {"enable"},
            f"?since={tomorrow}": set(),
            f"?until={timezone.localdate().isoformat()}": {"enable", "change"},
            "?thing=king&since=kemarin&who=x": {"enable", "change"},
        }
        words = {"enable": "<strong>Diaktifkan lagi", "change": "<strong>Diubah"}
        for query, verbs in found.items():
            page = as_admin.get(f"{ROOT}{query}").content.decode()
            assert {verb for verb, word in words.items() if word in page} == verbs, query
        assert "Tidak ada perubahan yang cocok" in as_admin.get(f"{ROOT}?since={tomorrow}").content.decode()

    def test_it_costs_the_same_for_many(self, as_admin: Client, admin: User, change: Change) -> None:
        def statements() -> int:
            know_reference()
            with CaptureQueriesContext(connection) as counted:
                as_admin.get(ROOT)
            return len(counted)

        record_change(Thing.PERSON, admin.pk, "enable", actor=admin)
        few = statements()
        for _n in range(20):
            person, _link = invite(actor=admin, name="X", username=f"x{_n}", email="", role=Role.PLANNER)
            record_change(Thing.PERSON, person.pk, "enable", actor=person)
        assert statements() == few

    def test_empty_it_says_so(self, as_admin: Client) -> None:
        assert "Belum ada yang diubah" in as_admin.get(ROOT).content.decode()

    def test_what_became_nobody_s_is_told(self, admin: User, city: Any) -> None:
        officer = staff(Role.OFFICER, agency="dpupr")
        ReportFactory(assignee=officer)
        disable_person(actor=admin, person_id=officer.pk, seen=0)
        entry = story_of(Change.objects.filter(verb="disable").select_related("actor"))[0]
        assert [line.field for line in entry.lines] == ["1 pekerjaan kini belum ada petugasnya."]

    def test_what_is_gone_keeps_its_name(self, admin: User) -> None:
        record_change(Thing.TEMPLATE, 4711, "remove", actor=admin, called="Templat lama", changed={"text": ["x", None]})
        entry = story_of(Change.objects.select_related("actor"))[0]
        assert (entry.about, entry.url) == ("Templat lama", "")
