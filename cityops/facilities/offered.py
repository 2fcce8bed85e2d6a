"""What is offered at a facility: said by higher floors (services), shown on its page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cityops.facilities.models import Facility


@dataclass(frozen=True)
class Offered:
    """One thing that is offered: its name in the reader's language, and where it is told of."""

    name: str
    url: str = ""


_sources: list[Callable[[Facility], Iterable[Offered]]] = []


def offered_come_from(source: Callable[[Facility], Iterable[Offered]]) -> None:
    """Add a source, once, from an app's `ready`."""
    _sources.append(source)


def offered_at(facility: Facility) -> list[Offered]:
    """Return all that is offered at a facility."""
    return [one for source in _sources for one in source(facility)]
