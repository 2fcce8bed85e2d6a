"""What this phone remembers: codes in a cookie that is signed and that scripts cannot read."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

REMEMBER_S = 400 * 24 * 3600  # browsers keep a cookie no longer
MOST = 60


@dataclass(frozen=True)
class CodesOnPhone:
    """Public codes under one cookie, newest first. salt: keeps one cookie's contents from passing as another's."""

    cookie: str
    salt: str

    def codes(self, request: HttpRequest) -> list[str]:
        """Return the codes; none where the cookie is missing, old or not of our making."""
        try:
            codes = signing.loads(request.COOKIES.get(self.cookie, ""), salt=self.salt, max_age=REMEMBER_S)
        except signing.BadSignature:
            return []
        return [code for code in codes if isinstance(code, str)]

    def remember(self, request: HttpRequest, response: HttpResponse, code: str) -> None:
        """Put a code first."""
        self._keep(response, [code, *self._others(request, code)])

    def forget(self, request: HttpRequest, response: HttpResponse, code: str) -> None:
        """Take a code out."""
        self._keep(response, self._others(request, code))

    def _others(self, request: HttpRequest, code: str) -> list[str]:
        return [one for one in self.codes(request) if one != code]

    def _keep(self, response: HttpResponse, codes: list[str]) -> None:
        response.set_cookie(
            self.cookie,
            signing.dumps(codes[:MOST], salt=self.salt, compress=True),
            max_age=REMEMBER_S,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
