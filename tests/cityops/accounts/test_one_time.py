from datetime import UTC, datetime, timedelta

import pytest

from cityops.accounts.one_time import address_for_app, code_of, new_secret, qr_code, spelled, step_at, step_of
from tests.factories.second_factor import SECRET

# RFC 6238, appendix B, SHA-1; the RFC writes eight digits, of which an app shows the last six.
VECTORS = [
    (59, "94287082"),
    (1111111109, "07081804"),
    (1111111111, "14050471"),
    (1234567890, "89005924"),
    (2000000000, "69279037"),
    (20000000000, "65353130"),
]


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert code_of(SECRET, step_at(at)) == code[-6:]
    assert step_of(SECRET, code[-6:], at) == seconds // 30


@pytest.mark.parametrize(("wrong_by_s", "is_accepted"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_wrong_by_one_step(wrong_by_s: int, is_accepted: bool) -> None:
    at = datetime.fromtimestamp(1111111111, UTC)
    shown = code_of(SECRET, step_at(at + timedelta(seconds=wrong_by_s)))
    assert (step_of(SECRET, shown, at) is not None) is is_accepted


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "'; --"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert step_of(SECRET, typed, datetime.fromtimestamp(59, UTC)) is None


def test_the_picture_holds_the_secret_and_asks_nothing_of_the_content_policy() -> None:
    secret = new_secret()
    address = address_for_app(secret, name="ani", issuer="Kota Batu")
    assert address.startswith("otpauth://totp/Kota%20Batu:ani?")
    assert spelled(secret).replace(" ", "") in address
    picture = qr_code(address)
    assert picture.startswith("<svg")
    assert "style=" not in picture and "<script" not in picture
