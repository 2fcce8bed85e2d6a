import pytest
from django import forms
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from cityops.web.address import address_hash, client_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def database_gone(transactional_db: None) -> object:
    """Point the connection at a port where nobody listens, as after the database's machine was switched off."""
    port = connection.settings_dict["PORT"]
    connection.close()
    connection.settings_dict["PORT"] = 9
    yield
    connection.close()
    connection.settings_dict["PORT"] = port


@pytest.mark.parametrize("path", ["/", "/laporan/", "/r/BTU-7K3F-92MZ/", "/areas/map.geojson", "/staff/"])
def test_without_a_database_the_page_says_so_kindly(path: str, client: Client, database_gone: None) -> None:
    response = client.get(path)
    if path == "/staff/" and response.status_code == 302:
        return  # the sign-in needs no database to be asked for
    assert response.status_code == 503
    assert "connection" not in response.content.decode().lower()  # the database's own words reach no reader


def test_healthz_says_whether_the_database_answers(client: Client, database_gone: None) -> None:
    assert client.get("/healthz").status_code == 503


def test_healthz(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_a_program_gets_problem_json(client: Client) -> None:
    response = client.get("/layers/nothing/counts/", headers={"accept": "application/json"})
    assert (response.status_code, response["content-type"]) == (404, "application/problem+json")
    assert response.json()["code"] == "not_found"


@pytest.mark.parametrize("language", ["id", "en"])
def test_an_address_that_leads_nowhere_is_a_page_in_the_reader_s_language(language: str, client: Client) -> None:
    response = client.get("/tidak-ada/", headers={"accept-language": language})
    assert response.status_code == 404
    assert f'lang="{language}"' in response.content.decode()


def test_only_a_missing_report_is_said_to_be_hidden_perhaps(client: Client) -> None:
    said = "disembunyikan"
    assert said in client.get("/r/BTU-7K3F-92MZ/").content.decode()
    assert said not in client.get("/p/BTU-7K3F-92MZ/k/not-the-secret/").content.decode()


def test_no_page_takes_inline_script_or_foreign_frames(client: Client) -> None:
    policy = client.get("/masuk/")["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_a_question_is_not_given_a_second_mark_when_its_answer_is_wrong() -> None:
    class Asking(forms.Form):
        what = forms.CharField(label="Apa yang harus dibawa?")
        name = forms.CharField(label="Nama")

    told = render_to_string("components/error_summary.html", {"form": Asking({})})
    assert ">Apa yang harus dibawa? " in told
    assert ">Nama: " in told


class TestAddress:
    @pytest.mark.parametrize(
        ("proxies", "address"), [(0, "10.0.0.9"), (1, "203.0.113.7"), (2, "198.51.100.1"), (5, "198.51.100.1")]
    )
    def test_only_our_own_proxies_are_believed(self, proxies: int, address: str, settings: object) -> None:
        settings.TRUSTED_PROXIES = proxies  # type: ignore[attr-defined]
        request = RequestFactory().get(
            "/", REMOTE_ADDR="10.0.0.9", headers={"x-forwarded-for": "198.51.100.1, 203.0.113.7"}
        )
        assert client_address(request) == address

    def test_the_hash_tells_addresses_apart_and_gives_none_away(self) -> None:
        one, other = (RequestFactory().get("/", REMOTE_ADDR=address) for address in ("10.0.0.1", "10.0.0.2"))
        assert address_hash(one) != address_hash(other)
        assert len(address_hash(one)) == 32

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ("2001:db8:1:2::5", "2001:db8:1:2:ffff::9", True),
            ("2001:db8:1:2::5", "2001:db8:1:3::5", False),
            ("::ffff:10.0.0.1", "10.0.0.1", True),
            ("10.0.0.1", "10.0.0.2", False),
        ],
    )
    def test_one_connection_of_ipv6_is_one(self, one: str, other: str, same: bool) -> None:
        hashes = {address_hash(RequestFactory().get("/", REMOTE_ADDR=address)) for address in (one, other)}
        assert (len(hashes) == 1) == same


class TestFormWithoutToken:
    """A POST whose token is not valid: ours after the session has ended, or another site's."""

    OURS = ({"sec-fetch-site": "same-origin", "origin": "http://testserver"}, {"origin": "http://testserver"},
            {"sec-fetch-site": "same-origin"}, {"referer": "http://testserver/lapor/"})  # fmt: skip
    FOREIGN = ({"sec-fetch-site": "cross-site", "origin": "https://evil.example"}, {"origin": "https://evil.example"},
               {"sec-fetch-site": "same-site"}, {"origin": "null"}, {"referer": "https://evil.example/"}, {},
               {"origin": "https://evil.example", "referer": "http://testserver/"})  # fmt: skip

    @staticmethod
    def post(url: str, headers: dict[str, str]) -> str:
        client = Client(enforce_csrf_checks=True)
        answer = client.post(url, {"text": "Jalan <b>rusak</b>", "password": "rahasia"}, headers=headers)
        assert answer.status_code == 403
        return answer.content.decode()

    @pytest.mark.parametrize("url", ["/lapor/", "/staff/reports/BTU-2222-2222/accept/"])
    @pytest.mark.parametrize("headers", OURS)
    def test_ours_shows_what_was_typed_and_may_be_sent_again(self, url: str, headers: dict[str, str]) -> None:
        body = self.post(url, headers)
        assert "<dd>Jalan &lt;b&gt;rusak&lt;/b&gt;</dd>" in body
        assert 'name="text"' in body
        assert "rahasia" not in body

    @pytest.mark.parametrize("url", ["/lapor/", "/staff/reports/BTU-2222-2222/accept/"])
    @pytest.mark.parametrize("headers", FOREIGN)
    def test_another_site_s_is_not_given_back(self, url: str, headers: dict[str, str]) -> None:
        body = self.post(url, headers)
        assert "&lt;b&gt;" not in body
        assert 'name="text"' not in body
