"""Reads the grid of cells: which desa lies at the centre of each."""

import re
from dataclasses import dataclass
from pathlib import Path

HEAD = re.compile(r"crs EPSG:(\d+) \| upper left corner x (\d+) y (\d+) \| cell (\d+)")
LEGEND = re.compile(r"# (\w) ([\d.]+) (.+)")
OUTSIDE = "."


@dataclass(frozen=True)
class DesaGrid:
    """Rows go south, columns east; a letter a cell, explained by the legend (letter → Kemendagri code)."""

    srid: int
    left: float
    top: float
    cell_m: float
    rows: tuple[str, ...]
    code_of: dict[str, str]
    name_of: dict[str, str]

    def cells(self) -> list[tuple[str, float, float]]:
        """List (code, west, south) of every cell in the city, in metres."""
        return [
            (self.code_of[letter], self.left + column * self.cell_m, self.top - (row + 1) * self.cell_m)
            for row, line in enumerate(self.rows)
            for column, letter in enumerate(line)
            if letter != OUTSIDE
        ]


def read_grid(path: Path) -> DesaGrid:
    """Read a grid file. Raises ValueError where head, legend and rows do not fit each other."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = next((found for line in lines if (found := HEAD.search(line))), None)
    if head is None:
        raise ValueError(f"{path.name}: the line with crs, upper left corner and cell is missing")
    legend = [found.groups() for line in lines if (found := LEGEND.fullmatch(line)) and "." in found[2]]
    rows = tuple(line for line in lines if line and not line.startswith("#"))
    if len({len(row) for row in rows}) != 1:
        raise ValueError(f"{path.name}: the rows are not equally long")
    if unknown := set("".join(rows)) - {letter for letter, _code, _name in legend} - {OUTSIDE}:
        raise ValueError(f"{path.name}: letters without a legend: {', '.join(sorted(unknown))}")
    srid, left, top, cell = (int(number) for number in head.groups())
    return DesaGrid(
        srid,
        left,
        top,
        cell,
        rows,
        {letter: code for letter, code, _ in legend},
        {letter: name for letter, _, name in legend},
    )
