"""Layers of a view that those it is shared with do not see."""

from django.db.models import Q
from django.http import QueryDict

from cityops.datasets.models import Dataset
from cityops.desk.models import SavedView, Sharing
from layers.models import Audience


def hidden_from_others(view: SavedView) -> list[str]:
    """Return what the layers are called that its owner alone sees, or fewer people than those who open the view."""
    if view.sharing == Sharing.NOBODY:
        return []
    names = [one.partition("~")[0] for one in QueryDict(view.query).get("layers", "").split(",")]
    narrow = Q(audience=Audience.OWNER)
    if view.sharing == Sharing.AGENCY:
        narrow |= Q(audience=Audience.AGENCY) & ~Q(agency=view.agency_id)
    else:
        narrow |= Q(audience=Audience.AGENCY)
    found = Dataset.objects.filter(narrow, name__in=names, removed_at=None).order_by("label")
    return list(found.values_list("label", flat=True))
