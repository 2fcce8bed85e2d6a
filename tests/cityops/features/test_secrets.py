"""Secret links: one a feature, one a kind, and those that were given out stay valid."""

from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import RequestFactory

from cityops.features.secrets import is_secret_of, new_salt, secret_of
from cityops.reports.models import Report
from cityops.web.phone import CodesOnPhone


@dataclass
class Plot:
    code: str = "BTU-2222-2222"
    secret_salt: str = "0123456789abcdef"
    link_name: ClassVar[str] = "farming.Plot"


@dataclass
class Request:
    code: str = "BTU-2222-2222"
    secret_salt: str = "0123456789abcdef"
    link_name: ClassVar[str] = "services.ServiceRequest"


def test_kinds_and_salts_have_secrets_of_their_own() -> None:
    assert secret_of(Plot()) != secret_of(Request())
    assert secret_of(Plot(secret_salt=new_salt())) != secret_of(Plot(secret_salt=new_salt()))
    assert len(secret_of(Plot())) == 20
    assert is_secret_of(Plot(), secret_of(Plot()))
    assert not is_secret_of(Plot(), secret_of(Request()))
    assert not is_secret_of(Plot(), "é")


def test_links_to_reports_stay_as_they_were_given_out(settings: "object") -> None:
    settings.SECRET_KEY = "kunci"  # type: ignore[attr-defined]
    assert secret_of(Report(code="BTU-2222-2222", secret_salt="0123456789abcdef")) == "9f3a9a89ce010a7b27c8"


def test_an_earlier_key_still_opens(settings: "object") -> None:
    old = secret_of(Plot())
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "a new one"  # type: ignore[attr-defined]
    assert secret_of(Plot()) != old
    assert is_secret_of(Plot(), old)


@pytest.mark.parametrize(
    "cookie", ["", "made up", pytest.param(signing.dumps(["BTU-2222-2222"], salt="another"), id="salted otherwise")]
)
def test_what_we_did_not_sign_is_nothing(cookie: str) -> None:
    request = RequestFactory().get("/")
    request.COOKIES["p"] = cookie
    assert CodesOnPhone("p", "salt").codes(request) == []


def test_the_phone_keeps_the_newest_first() -> None:
    phone = CodesOnPhone("p", "salt")
    request = RequestFactory().get("/")
    for code in ("A", "B", "A"):
        response = HttpResponse()
        phone.remember(request, response, code)
        request.COOKIES["p"] = response.cookies["p"].value
    assert phone.codes(request) == ["A", "B"]
    phone.forget(request, response, "A")
    request.COOKIES["p"] = response.cookies["p"].value
    assert phone.codes(request) == ["B"]
