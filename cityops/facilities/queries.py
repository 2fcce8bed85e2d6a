"""Reading facilities."""

from django.db.models import Q, QuerySet

from cityops.facilities.models import Facility


def facilities_called(text: str, *, limit: int = 6) -> QuerySet[Facility]:
    """Return facilities whose name or address holds every word of the text."""
    called = Q()
    for word in text.split():
        called &= Q(name__icontains=word) | Q(address__icontains=word)
    return Facility.objects.filter(called).select_related("area").order_by("name")[:limit]
