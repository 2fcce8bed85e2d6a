"""Reading saved views: every query starts from who asks."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from cityops.accounts.models import User
from cityops.agencies.models import Agency
from cityops.desk.models import HomeView, SavedView, Sharing
from cityops.desk.saved_views_policy import KIND
from cityops.policy.decide import condition
from cityops.policy.registry import grants_of

DEFAULT = "all"  # `?view=all`: the work map itself, for those who have another home page


def own_views(user: Any) -> QuerySet[SavedView]:
    """Return the views that a person has saved."""
    return SavedView.objects.filter(owner_id=user.pk)


def listed_views(user: Any) -> QuerySet[SavedView]:
    """Return a person's own views and those that are shared with their agency."""
    in_agency = Q(sharing=Sharing.AGENCY) & condition(user, KIND, "open")
    return SavedView.objects.filter(Q(owner_id=user.pk) | in_agency).select_related("owner", "agency")


def views_open_to(user: Any) -> QuerySet[SavedView]:
    """Return what somebody may open who has its address: strangers only what is shared by its link."""
    by_link = SavedView.objects.filter(sharing=Sharing.LINK)
    return by_link | listed_views(user) if user.is_authenticated else by_link


def home_of(user: Any) -> SavedView | None:
    """Return the view that a person begins with, as long as they may open it."""
    home = HomeView.objects.filter(user_id=user.pk).values("view")
    return views_open_to(user).filter(pk__in=home).first()


def agencies_of(user: Any) -> list[Agency]:
    """Return the agencies that a person may share a view with."""
    return list(Agency.objects.filter(pk__in=[grant.agency for grant in grants_of(user) if grant.agency]))


def saved_views_context(user: User, current: str = "") -> dict[str, Any]:
    """Return what `desk/saved_views.html` shows: the views, which is open (its slug), and the person's home page."""
    home = home_of(user)
    default = reverse("desk:work_map")
    return {
        "saved_views_template": "desk/saved_views.html",
        "saved_views": list(listed_views(user)),
        "current_view": current,
        "home_view": home,
        "default_url": f"{default}?view={DEFAULT}" if home else default,
        "agencies_to_share_with": agencies_of(user),
    }
