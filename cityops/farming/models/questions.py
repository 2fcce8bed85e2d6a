"""How often somebody was told whether a shape overlaps plots of others."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class PlotQuestion(models.Model):
    """One answer to "does this shape overlap other plots?", counted under whom it told. Kept for a day.

    asker: the hash of an address, or "plot 12" for the plot that is being changed.
    """

    asker = models.CharField(max_length=40)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["asker", "created_at"], name="plot_questions_of_an_asker")]

    def __str__(self) -> str:
        """Return its number."""
        return f"question {self.pk}"
