"""What the loading dock remembers of its own doings."""

from django.db import models
from django.db.models.functions import Now


class DemoLoad(models.Model):
    """The demo city is loaded: which year of it, and which rows, so that they can be taken out again."""

    city = models.SlugField(primary_key=True, max_length=40)
    until = models.DateField()
    reports = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    report_ids = models.JSONField(default=list)
    facility_ids = models.JSONField(default=list)
    others = models.JSONField(default=dict)  # model's label → ids
    loaded_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        """Return city and date."""
        return f"{self.city} until {self.until}"
