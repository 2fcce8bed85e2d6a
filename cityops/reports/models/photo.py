"""Photos of reports."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cityops.reports.models.report import Report


def photo_path(photo: "Photo", _name: str) -> str:
    """Return a path that tells nothing: two letters of a random name, the name."""
    name = uuid.uuid4().hex
    return f"photos/{name[:2]}/{name}.jpg"


class Photo(models.Model):
    """A photo, re-encoded and without metadata. Received under the key of a report that is still being written."""

    class Stage(models.TextChoices):
        """Which side of the work it shows."""

        BEFORE = "before", _("Before")
        AFTER = "after", _("After")

    key = models.UUIDField(db_index=True)
    report = models.ForeignKey(Report, models.CASCADE, null=True, related_name="photos")
    stage = models.CharField(max_length=6, choices=Stage.choices, default=Stage.BEFORE)
    file = models.FileField(upload_to=photo_path, max_length=80)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # of what was sent: the same photo twice under one key is one photo
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "digest"], name="a_photo_comes_once_under_a_key")
        ]

    def __str__(self) -> str:
        """Return its number."""
        return f"photo {self.pk}"

    @property
    def small_name(self) -> str:
        """Where the small picture of it is stored, beside the large one."""
        return f"{str(self.file.name).removesuffix('.jpg')}-small.jpg"

    def delete_files(self) -> None:
        """Remove both pictures from the storage; the row is the caller's."""
        for name in (str(self.file.name), self.small_name):
            self.file.storage.delete(name)
