"""Reading saved views: every query starts from who asks."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from cityops.accounts.models import User
from cityops.agencies.models import Agency
from cityops.agencies.queries import all_agencies
from cityops.desk.models import HomeView, SavedView, Sharing
from cityops.desk.saved_views_policy import KIND
from cityops.features.known import with_known
from cityops.policy.decide import condition
from cityops.policy.registry import grants_of
from cityops.web.once import once_a_request

DEFAULT = "all"  # `?view=all`: the work map itself, for those who have another home page


def own_views(user: Any) -> QuerySet[SavedView]:
    """Return the views that a person has saved."""
    return SavedView.objects.filter(owner_id=user.pk)


@once_a_request
def _views_around(user: Any) -> tuple[Any, ...]:
    """Return what a person's work map knows of views: those listed, and their home. Each page of it asks for both."""
    listed, home = _is_listed(user), _is_home(user)
    found = SavedView.objects.filter(listed | home & Q(sharing=Sharing.LINK))
    # Most people have none: what belongs to them is asked for where there are some.
    shown = found.annotate(is_listed=listed, is_home=home).prefetch_related("owner")
    return tuple(with_known(shown, agency=all_agencies()))


def listed_views(user: Any) -> list[SavedView]:
    """Return a person's own views and those that are shared with their agency."""
    return [view for view in _views_around(user) if view.is_listed]


def views_open_to(user: Any) -> QuerySet[SavedView]:
    """Return what somebody may open who has its address: strangers only what is shared by its link."""
    is_open = Q(sharing=Sharing.LINK)
    if user.is_authenticated:
        is_open |= _is_listed(user)
    return SavedView.objects.filter(is_open).select_related("owner", "agency")


def home_of(user: Any) -> SavedView | None:
    """Return the view that a person begins with, as long as they may open it."""
    return next((view for view in _views_around(user) if view.is_home), None)


def _is_listed(user: Any) -> Q:
    return Q(owner_id=user.pk) | Q(sharing=Sharing.AGENCY) & condition(user, KIND, "open")


def _is_home(user: Any) -> Q:
    return Q(pk__in=HomeView.objects.filter(user_id=user.pk).values("view"))


def agencies_of(user: Any) -> list[Agency]:
    """Return the agencies that a person may share a view with."""
    mine = {grant.agency for grant in grants_of(user)}
    return [agency for agency in all_agencies() if agency.pk in mine]


def saved_views_context(user: User, current: str = "") -> dict[str, Any]:
    """Return what `desk/saved_views.html` shows: the views, which is open (slug), and the home."""
    home = home_of(user)
    default = reverse("desk:work_map")
    return {
        "saved_views": listed_views(user),
        "current_view": current,
        "home_view": home,
        "default_url": f"{default}?view={DEFAULT}" if home else default,
        "agencies_to_share_with": agencies_of(user),
    }
