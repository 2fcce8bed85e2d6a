"""Who was signed in before sessions knew whose they are stays signed in."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as Former
from django.test import Client

from cityops.accounts.models import Session
from tests.factories.accounts import UserFactory

migration = import_module("cityops.accounts.migrations.0003_second_factor_and_sessions")


@pytest.mark.django_db
def test_sessions_are_carried_over_with_their_people(client: Client) -> None:
    ani = UserFactory()
    store = SessionStore()
    store[SESSION_KEY] = str(ani.pk)
    store[BACKEND_SESSION_KEY] = "cityops.accounts.backend.Backend"
    store[HASH_SESSION_KEY] = ani.get_session_auth_hash()
    store.save()
    gone, nobody = SessionStore(), SessionStore()
    gone[SESSION_KEY] = "999999"
    gone.save()
    nobody.save()
    migration.carry_over(apps, None)
    assert not Former.objects.exists()
    assert list(Session.objects.values_list("session_key", "user")) == [(store.session_key, ani.pk)]
    client.cookies["sessionid"] = store.session_key
    assert client.get("/akun/keamanan/").status_code == 200
