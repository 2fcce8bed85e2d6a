"""The short way for tiles, which a map asks for by the dozen."""

import re
from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from cityops.errors import CityError
from cityops.web.errors import unavailable
from layers.registry import is_same_for_all
from layers.views.tiles import tiles

TILE = re.compile(r"/layers/([-\w]+)/tiles/(\d{1,2})/(\d{1,7})/(\d{1,7})\.mvt", re.ASCII)


class ShortWayMiddleware:
    """Answers tiles of public layers at once: who asks and in which language changes nothing in them.

    Sessions, languages and messages are most of the work of a tile that was drawn before. What is refused goes the
    whole way, where a fault gets its words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or pass the request on."""
        found = TILE.fullmatch(request.path_info) if request.method in {"GET", "HEAD"} else None
        if found is None or not is_same_for_all(found[1]):
            return self.get_response(request)
        request.user = AnonymousUser()
        try:
            return tiles(request, found[1], int(found[2]), int(found[3]), int(found[4]))
        except CityError:
            del request.user
            return self.get_response(request)
        except (OperationalError, InterfaceError) as fault:  # not asked a second time
            with translation.override(translation.get_language_from_request(request)):
                return unavailable(request, fault)
