"""Residents who post over HTTP and do not give up, as a phone does on a bad signal."""

import http.cookiejar
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from uuid import UUID

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PLACE = {"lng": "112.5266", "lat": "-7.8710"}


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


class Resident:
    """One browser without JavaScript: cookies, the form's token, a key for each report."""

    def __init__(self, port: int) -> None:
        self.site = f"http://127.0.0.1:{port}"
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.open = urllib.request.build_opener(cookies, _Stay).open
        self.token = ""

    def send(self, key: UUID, text: str, *, category: str, seconds: float = 120) -> str:
        """Post one report under its key until it is acknowledged; return the address of its page."""
        until = time.monotonic() + seconds
        while True:
            try:
                if not self.token:
                    self.read_form()
                return self._post({"key": str(key), "text": text, "category": category, "kind": "complaint", **PLACE})
            except OSError as fault:
                assert time.monotonic() < until, f"never acknowledged: {fault!r}"
                time.sleep(0.1)

    def read_form(self) -> None:
        """Open the form, as a browser does before it can be sent."""
        with self.open(f"{self.site}/lapor/", timeout=10) as page:
            found = TOKEN.search(page.read().decode())
        assert found, "the form has no token"
        self.token = found.group(1)

    def _post(self, fields: dict[str, str]) -> str:
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": self.token, "similar_seen": "1"}).encode()
        request = urllib.request.Request(f"{self.site}/lapor/", body, {"Origin": self.site})
        try:
            with self.open(request, timeout=10) as page:
                raise AssertionError(f"the form came back: {page.read().decode()[:3000]}")
        except urllib.error.HTTPError as answer:
            if answer.code == 302:
                return str(answer.headers["location"])
            assert answer.code >= 500, answer.read().decode()[:3000]
            raise
