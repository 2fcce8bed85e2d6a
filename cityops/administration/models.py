"""The history of administration."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Thing(models.TextChoices):
    """What administrators change."""

    PERSON = "person", _("Person")
    AGENCY = "agency", _("Agency")
    CATEGORY = "category", _("Category")
    TEMPLATE = "template", _("Ready text")
    HOLIDAY = "holiday", _("Day off")


class Change(models.Model):
    """Who changed what and when. Append-only: the database refuses UPDATE, DELETE and TRUNCATE.

    key: the primary key of the thing, as text. data: `changed`, column → [before, after], of what is not personal;
    `fields`, the names of what is; codes and ids. The newest number of a thing is its version on the screen.
    """

    thing = models.CharField(max_length=10, choices=Thing.choices)
    key = models.CharField(max_length=60)
    verb = models.CharField(max_length=20)
    actor = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", db_index=False)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["thing", "key", "id"], name="changes_of_a_thing"),
            models.Index(fields=["actor", "id"], name="changes_by_actor"),
        ]

    def __str__(self) -> str:
        """Return a line for people who read logs."""
        return f"{self.at:%Y-%m-%d %H:%M} {self.thing} {self.key} {self.verb}"
