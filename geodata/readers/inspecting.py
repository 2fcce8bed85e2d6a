"""Looks into any file with places or rows, and says what is there and what is wrong with it."""

from pathlib import Path

from geodata.readers.choices import Choices
from geodata.readers.inspection import Inspection, Problem
from geodata.readers.limits import Limits
from geodata.readers.vector_reading import Extent, reading


def inspect_vector(
    path: Path, choices: Choices | None = None, limits: Limits | None = None, *, city: Extent | None = None
) -> Inspection:
    """Read and check all rows as an import would; returns what was found, problems and all. Raises nothing for a file.

    city: west, south, east, north in degrees; where numbers without a coordinate system are metres around it, its
    system is guessed.
    """
    choices, limits = choices or Choices(), limits or Limits()
    if not path.is_file():
        return _unfit("unreadable")
    with reading("look", path, choices, limits, city=city) as running:
        for _chunk in running.chunks():
            continue
    if running.problems is None:
        return _unfit(running.silence)
    if running.inspection is not None:
        return Inspection.from_dict(running.inspection)
    problems = tuple(Problem(**problem) for problem in running.problems)
    layers = next((p.params["layers"] for p in problems if p.params and "layers" in p.params), ())
    return Inspection(problems=problems, layers=tuple(layers), choices=choices)


def _unfit(code: str) -> Inspection:
    return Inspection(problems=(Problem(code, is_fatal=True),))
