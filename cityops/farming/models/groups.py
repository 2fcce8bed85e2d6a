"""Farmer groups (kelompok tani, poktan)."""

from typing import ClassVar

from django.db import models


class FarmerGroup(models.Model):
    """A farmer group of a desa. Known to staff; strangers are given no list of them, farmers type the name."""

    name = models.CharField(max_length=120)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="farmer_groups")

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "name"], name="one_group_of_a_name_in_a_desa")]

    def __str__(self) -> str:
        """Return the name."""
        return self.name
