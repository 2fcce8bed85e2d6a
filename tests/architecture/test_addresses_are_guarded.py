"""Every address is public by this list, or wants a sign-in. A new one must be put on one side or the other."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories.accounts import UserFactory

PUBLIC = {
    # What residents use without an account.
    "desk:public_map", "desk:reports_here", "desk:report_card", "desk:search", "desk:styleguide", "desk:saved_view",
    "reports:new", "reports:similar", "reports:photo_upload", "reports:draft_photo", "reports:remove_photo",
    "reports:find", "reports:detail", "reports:secret", "reports:reply", "reports:reopen", "reports:photo",
    "reports:forget_contact", "reports:follow",
    "reports:list", "reports:mine",
    "facilities:list", "facilities:detail",
    "farming:offers", "farming:offer_new", "farming:offer", "farming:offer_secret", "farming:offer_change",
    "farming:offer_sell", "farming:offer_take_back",
    "services:catalogue", "services:service", "services:ask", "services:mine",
    # A request is opened by its secret link alone.
    "services:find", "services:follow", "services:reply", "services:forget_contact",
    # A plot's own pages open to the phone that has its secret only.
    "farming:home", "farming:new", "farming:check", "farming:plot", "farming:edit", "farming:take_back",
    "farming:forget", "farming:secret", "farming:totals",
    "accounts:sign_in", "accounts:sign_out",
    # Mail about the work is stopped by a signed link, without signing in.
    "notifications:unsubscribe",
    # Before somebody is signed in: whose password was right waits in the session.
    "accounts:begin_with_passkey", "accounts:sign_in_with_passkey",
    "accounts:second_step", "accounts:begin_second_step_passkey",
    # For people of the staff who cannot sign in yet, or not any more.
    "administration:forgotten", "administration:choose_password",
    "areas:geojson", "areas:at", "areas:search",
    # Rows are scoped by who asks: strangers get what `reports_public` has, and nothing of the staff's layer.
    "layers:catalogue", "layers:tilejson", "layers:tiles", "layers:counts", "layers:times",
    "layers:classes", "layers:filter_form", "layers:items", "layers:item",
    "layers:raster_tiles", "layers:raster_value", "layers:raster_legend",
    "set_language", "jsi18n", "healthz",
}  # fmt: skip
OWN = {
    # One's own account: for whoever is signed in, with a role or without.
    "accounts:security", "accounts:wanted", "accounts:confirm", "accounts:begin_proof_passkey",
    "accounts:code_app", "accounts:remove_app", "accounts:passkey", "accounts:begin_passkey", "accounts:remove_key",
    "accounts:recovery_codes", "accounts:end_other_sessions", "accounts:end_session",
    "accounts:password",
}  # fmt: skip
VALUES = {
    "int": "1",
    "str": "BTU-2222-2222",
    "code": "BTU-2222-2222",
    "slug": "accept",
    "uuid": "9a1f3c52-7d64-4f0a-8f1e-0c5f5a2b7e11",
}


def patterns(resolver: URLResolver, path: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Every name with an address that matches it."""
    for one in resolver.url_patterns:
        route = path + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, route, f"{space}{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern):
            for name, converter in one.pattern.converters.items():
                kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
                route = route.replace(f"<{kind}:{name}>", VALUES[kind]).replace(f"<{name}>", VALUES["str"])
            yield f"{space}{one.name}", f"/{route}"


ADDRESSES = dict(patterns(get_resolver()))
SIGNED_IN = sorted(set(ADDRESSES) - PUBLIC)
GUARDED = sorted(set(SIGNED_IN) - OWN)


def test_the_list_names_only_what_exists() -> None:
    assert set(ADDRESSES) >= PUBLIC, PUBLIC - set(ADDRESSES)
    assert set(SIGNED_IN) >= OWN, OWN - set(SIGNED_IN)
    assert "desk:work_map" in GUARDED


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", SIGNED_IN)
def test_strangers_are_sent_to_the_sign_in(name: str, method: str, client: Client) -> None:
    answer = getattr(client, method)(ADDRESSES[name])
    if answer.status_code == 405:
        return
    assert answer.status_code == 302, name
    assert answer["Location"].startswith("/masuk/?next="), name


@pytest.mark.django_db
@pytest.mark.parametrize("name", GUARDED)
def test_without_a_role_there_is_nothing_to_do(name: str, client: Client) -> None:
    client.force_login(UserFactory())
    answer = client.get(ADDRESSES[name])
    assert answer.status_code == 403, name
    assert "belum punya tugas" in answer.content.decode()
