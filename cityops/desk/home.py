"""Where a member of staff begins: at the work map, or at the view that they have chosen."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect

from cityops.desk.saved_views import home_of

SLUG = re.compile(r"[-a-zA-Z0-9_]+")  # as the address of a view has it
OPENED = "saved"  # `?saved=…`: on the way to a saved view, by the sign-in
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def begins_at_home(view: View[P]) -> View[P]:
    """Lead from the bare address to the reader's home page.

    Whoever came by the address of a saved view and had to sign in first is led on to it.

    Not from the map itself: who takes the last filter away there wants all of it. `?view=all` says so to the address.
    """

    @wraps(view)
    def beginning(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        slug = request.GET.get(OPENED, "")
        if SLUG.fullmatch(slug):
            return redirect("desk:saved_view", slug)
        is_bare = not request.META.get("QUERY_STRING") and not getattr(request, "htmx", False)
        came_from = urlsplit(request.headers.get("Referer", "")).path
        if is_bare and came_from != request.path and (home := home_of(request.user)):
            return HttpResponseRedirect(home.get_absolute_url())
        return view(request, *args, **kwargs)

    return cast("View[P]", beginning)
