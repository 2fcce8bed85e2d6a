"""Random filters of any layer, from what its fields allow."""

import random
from datetime import date, timedelta

from layers.filters import AnyBelow, AnyOf, BBox, Day, Filter, FilterField, Flag, PolygonOf, Text
from layers.person_filter import NOBODY, Person
from layers.registry import Layer

WORDS = ("jalan", "lubang", "BTU", "Sisir", "air", "zzz")


def random_filter(layer: Layer, dice: random.Random) -> Filter:
    """Up to three keys, each with values that the layer takes."""
    names = dice.sample(sorted(layer.filters), min(len(layer.filters), dice.choice([0, 1, 1, 2, 2, 3])))
    values = {name: values_of(layer.filters[name], name, dice) for name in names}
    return Filter({name: given for name, given in values.items() if given})


def values_of(of: FilterField, name: str, dice: random.Random) -> tuple[str, ...]:
    if isinstance(of, AnyOf | AnyBelow):
        allowed = sorted(of.allowed())
        return of.parse(name, dice.sample(allowed, min(len(allowed), dice.choice([1, 1, 2])))) if allowed else ()
    if isinstance(of, Day):
        return of.parse(name, [(date.today() - timedelta(days=dice.randrange(-3, 500))).isoformat()])
    if isinstance(of, Flag):
        return ("1",)
    if isinstance(of, Person):
        return (NOBODY,)
    if isinstance(of, Text):
        return of.parse(name, [dice.choice(WORDS)])
    west, south = dice.uniform(112.49, 112.53), dice.uniform(-7.91, -7.86)
    east, north = west + dice.uniform(0.005, 0.05), south + dice.uniform(0.005, 0.05)
    if isinstance(of, BBox):
        return of.parse(name, [str(part) for part in (west, south, east, north)])
    if isinstance(of, PolygonOf):
        corners = ((west, south), (east, south), (east, (south + north) / 2), ((west + east) / 2, north))
        return of.parse(name, [str(number) for corner in corners for number in corner])
    return ()
