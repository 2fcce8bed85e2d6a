"""Rows that lie far from the city: no fault, since data may lie anywhere, but often a slip of whoever typed them."""

from typing import TYPE_CHECKING, Any

from geodata.readers.child.findings import Findings

if TYPE_CHECKING:
    from geodata.readers.child.flow import Shaped

FAR = 0.5  # degrees from the city's extent, about 55 km
NAMED = 12


class Away:
    """Counts rows whose place does not come near the city's extent (west, south, east, north; None: nothing is far).

    leaves_out: such rows do not go in, since somebody chose so.
    """

    def __init__(self, city: Any, findings: Findings, *, leaves_out: bool) -> None:
        self.findings, self.leaves_out = findings, leaves_out
        self.near = city and (city[0] - FAR, city[1] - FAR, city[2] + FAR, city[3] + FAR)
        self.count = 0
        self.rows: list[int] = []

    def see(self, batch: "Shaped") -> None:
        """Look at the rows of a batch that have a place."""
        import numpy as np
        import shapely

        if not self.near:
            return
        if batch.xy is not None:
            bounds = np.hstack([batch.xy, batch.xy])
        elif batch.shapes is not None:
            bounds = shapely.bounds(batch.shapes)
        else:
            return
        west, south, east, north = self.near
        with np.errstate(invalid="ignore"):
            is_near = (
                (bounds[:, 0] <= east) & (bounds[:, 2] >= west) & (bounds[:, 1] <= north) & (bounds[:, 3] >= south)
            )
        where = batch.is_good & np.isfinite(bounds).all(axis=1) & ~is_near
        self.count += int(where.sum())
        self.rows += batch.rows[where][: NAMED - len(self.rows)].tolist()
        if self.leaves_out and where.any():
            self.findings.rows("away", batch.rows[where], is_repaired=True)
            batch.is_good = batch.is_good & ~where
            if batch.shapes is not None:
                batch.shapes = np.where(where, None, batch.shapes)
