"""Views of a map that members of staff have kept under a name."""

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cityops.features.codes import ALPHABET

SLUG_LENGTH = 12  # letters of the alphabet of codes: not to be guessed


def new_slug() -> str:
    """Return what makes the address of a view, which nobody guesses."""
    return "".join(secrets.choice(ALPHABET) for _letter in range(SLUG_LENGTH)).lower()


class Page(models.TextChoices):
    """Which map a view is of."""

    WORK = "work", _("Work map")
    CITY = "city", _("City map")


class Sharing(models.TextChoices):
    """Who may open a view beside its owner. What they see in it is what they may see anyway."""

    NOBODY = "nobody", _("Only me")
    AGENCY = "agency", _("My agency")
    LINK = "link", _("Everybody who has the link")


class SavedView(models.Model):
    """A view with a name: the query string of a map's address, as the filter's parser spells it.

    It holds no rows and opens nothing: whoever opens it is asked by the map who they are.
    """

    slug = models.CharField(max_length=SLUG_LENGTH, unique=True, default=new_slug, editable=False)
    name = models.CharField(max_length=80)
    page = models.CharField(max_length=4, choices=Page.choices, default=Page.WORK)
    query = models.TextField(blank=True)
    owner = models.ForeignKey("accounts.User", models.CASCADE, related_name="saved_views")
    sharing = models.CharField(max_length=6, choices=Sharing.choices, default=Sharing.NOBODY)
    agency = models.ForeignKey("agencies.Agency", models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_view_of_a_name"),
            models.CheckConstraint(
                condition=Q(sharing=Sharing.AGENCY, agency__isnull=False)
                | (~Q(sharing=Sharing.AGENCY) & Q(agency=None)),
                name="a_view_shared_with_an_agency_has_one",
            ),
            models.CheckConstraint(condition=Q(sharing__in=Sharing.values), name="sharing_is_known"),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address that is shared."""
        return reverse("desk:saved_view", args=[self.slug])

    @property
    def shared_with(self) -> str:
        """Who opens it, in words: a link to the work map is of use to colleagues only."""
        is_for_colleagues = self.sharing == Sharing.LINK and self.page == Page.WORK
        return gettext("Every colleague who has the link") if is_for_colleagues else str(self.get_sharing_display())

    @property
    def area_id(self) -> None:
        """A view lies nowhere; the policy asks all rows."""
        return None

    @property
    def path(self) -> str:
        """The address of its map, without a query."""
        return reverse("desk:work_map" if self.page == Page.WORK else "desk:public_map")


class HomeView(models.Model):
    """The view that a member of staff begins with."""

    user = models.OneToOneField("accounts.User", models.CASCADE, primary_key=True, related_name="home_view")
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        """Return whose, and which."""
        return f"{self.user_id}: {self.view_id}"
