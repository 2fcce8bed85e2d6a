from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cityops.accounts.actions import add_code_app, end_session
from cityops.accounts.faults import NotThereAnyMore
from cityops.accounts.models import Session, User
from cityops.accounts.queries import sessions_of
from cityops.accounts.sessions import SEEN_EVERY
from cityops.features.history import history_of
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.second_factor import SECRET, code_now, with_code_app

pytestmark = pytest.mark.django_db
PAGE = "/akun/keamanan/"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


@pytest.fixture
def ani() -> User:
    user: User = UserFactory(username="ani")
    return user


def signed_in(**more: Any) -> Client:
    client = Client(**more)
    assert client.post("/masuk/", {"username": "ani", "password": PASSWORD}).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return bool(client.get(PAGE).status_code == 200)


def public_id(client: Client) -> UUID:
    return Session.objects.get(pk=client.session.session_key).public_id


def test_where_one_is_signed_in_is_told_in_words(ani: User) -> None:
    signed_in(REMOTE_ADDR="36.74.12.9", headers={"user-agent": PHONE})
    page = signed_in().get(PAGE).content.decode()
    assert "Chrome di Android" in page
    assert "36.74.…" in page and "12.9" not in page
    assert page.count("yang ini") == 1
    assert page.count("sedang dipakai") == 1
    assert page.count("terakhir terlihat") == 1
    assert not [row for row in Session.objects.all() if row.session_key in page]


def test_two_of_the_same_browser_differ_by_when_and_how(ani: User) -> None:
    signed_in(headers={"user-agent": PHONE})
    with_code_app(ani)
    other = Client(headers={"user-agent": PHONE})
    other.post("/masuk/", {"username": "ani", "password": PASSWORD})
    other.post("/masuk/langkah-kedua/", {"code_app": code_now()})
    assert [(one.browser, str(one.way)) for one in sessions_of(ani, this=public_id(other))] == [
        ("Chrome", "aplikasi autentikator"),
        ("Chrome", "kata sandi"),
    ]


def test_one_is_ended_at_once_and_only_that(ani: User) -> None:
    one, other, third = signed_in(), signed_in(), signed_in()
    assert one.post(f"{PAGE}sesi/{public_id(other)}/akhiri/")["Location"] == PAGE
    assert (is_in(one), is_in(other), is_in(third)) == (True, False, True)
    assert history_of(ani).filter(verb="session_ended").count() == 1


def test_all_others_are_ended(ani: User) -> None:
    one, other, third = signed_in(), signed_in(), signed_in()
    one.post(f"{PAGE}sesi/lainnya/akhiri/")
    assert (is_in(one), is_in(other), is_in(third)) == (True, False, False)
    assert history_of(ani).get(verb="sessions_ended").data == {"count": 2}


def test_ending_the_present_one_signs_out(ani: User) -> None:
    one = signed_in()
    assert one.post(f"{PAGE}sesi/{public_id(one)}/akhiri/")["Location"] == "/masuk/"
    assert not is_in(one)


def test_somebody_else_s_session_is_none_of_one_s_own(ani: User) -> None:
    one = signed_in()
    with pytest.raises(NotThereAnyMore):
        end_session(actor=UserFactory(), public_id=public_id(one))
    assert is_in(one)


def test_a_new_password_ends_the_others_and_keeps_this_one(ani: User) -> None:
    one, other = signed_in(), signed_in()
    new = {"new_password1": "lereng-panderman-9", "new_password2": "lereng-panderman-9"}
    assert one.post(f"{PAGE}sandi/", {"password": "salah", **new}).status_code == 422
    assert one.post(f"{PAGE}sandi/", {"password": PASSWORD, **new, "new_password2": "lain"}).status_code == 422
    assert is_in(other)
    assert one.post(f"{PAGE}sandi/", {"password": PASSWORD, **new})["Location"] == PAGE
    assert (is_in(one), is_in(other)) == (True, False)
    assert User.objects.get().check_password("lereng-panderman-9")
    assert history_of(ani).filter(verb="password_changed").count() == 1


def test_a_password_set_elsewhere_leaves_no_dead_session_on_the_list(ani: User) -> None:
    signed_in()
    ani.set_password("lereng-panderman-9")
    ani.save()
    assert sessions_of(ani) == []


def test_a_new_factor_ends_the_others(ani: User) -> None:
    one, other = signed_in(), signed_in()
    add_code_app(actor=ani, secret=SECRET, typed=code_now(), keep=public_id(one))
    assert (is_in(one), is_in(other)) == (True, False)


def test_when_one_was_seen_is_written_every_few_minutes_only(ani: User) -> None:
    one = signed_in()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        one.get(PAGE)
    assert not [query for query in asked if query["sql"].startswith("UPDATE")]
    Session.objects.update(seen_at=timezone.now() - SEEN_EVERY - timedelta(seconds=1), began_at=timezone.now())
    before = Session.objects.get()
    with CaptureQueriesContext(connection) as asked:
        one.get(PAGE)
    assert sum(query["sql"].startswith("UPDATE") for query in asked) == 1
    after = Session.objects.get()
    assert after.seen_at > before.seen_at
    assert (after.public_id, after.began_at) == (before.public_id, before.began_at)


def test_a_page_asks_for_session_and_person_once_each(ani: User) -> None:
    one = signed_in()
    with CaptureQueriesContext(connection) as asked:
        one.get("/laporan/saya/")
    about = [query["sql"] for query in asked if "accounts_" in query["sql"]]
    assert len(about) == 2, about


def test_what_a_page_writes_into_a_session_leaves_its_name_and_age(ani: User) -> None:
    one = signed_in()
    before = Session.objects.get()
    session = one.session
    session["something"] = "else"
    session.save()
    after = Session.objects.get()
    assert after.session_data != before.session_data
    assert (after.public_id, after.began_at, after.user_id) == (before.public_id, before.began_at, ani.pk)


def test_an_operator_ends_sessions(ani: User) -> None:
    one = signed_in()
    call_command("end_sessions", "ani")
    assert not is_in(one)
    event = history_of(ani).get(verb="sessions_ended")
    assert (event.actor_id, event.data) == (None, {"count": 1})
    with pytest.raises(CommandError, match="budi"):
        call_command("end_sessions", "budi")


def test_signing_out_is_noted(ani: User) -> None:
    one = signed_in()
    one.post("/keluar/")
    assert history_of(ani).filter(verb="sign_out").count() == 1
    assert not Session.objects.filter(user=ani).exists()
