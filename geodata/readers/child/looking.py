"""The look: all rows are read and checked as the import would, and only a summary and the first of them are kept."""

import json
from collections.abc import Callable
from typing import Any

from geodata.readers.child.findings import Findings
from geodata.readers.child.flow import Flow, Shaped
from geodata.readers.child.names import plain_names
from geodata.readers.child.opened import Field
from geodata.readers.child.points import points_of
from geodata.readers.child.shapes import FAMILIES
from geodata.readers.child.values import Guess, as_text, to_dates, to_numbers

SAMPLE, SAMPLES, LONGEST = 100, 5, 200
MOST_CORNERS = 400  # of a geometry in the sample


class _Column:
    """What is learned of one column."""

    def __init__(self, one: Field) -> None:
        self.field, self.guess, self.empty = one, Guess(may_be_number=one.may_be_number), 0
        self.samples: list[str] = []

    def see(self, text: Any, *, comma: bool) -> None:
        import pyarrow.compute as pc

        self.empty += text.null_count + (pc.sum(pc.equal(pc.binary_length(text), 0)).as_py() or 0)
        if self.field.kind is None:
            self.guess.see(text, comma=comma)
        if len(self.samples) < SAMPLES:
            for value in pc.unique(text.slice(0, 1000)).to_pylist():
                if value and value[:LONGEST] not in self.samples and len(self.samples) < SAMPLES:
                    self.samples.append(value[:LONGEST])

    @property
    def kind(self) -> str:
        return self.field.kind or self.guess.kind


def look(flow: Flow, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """Read it all; returns what an `Inspection` holds."""
    findings, opened = flow.findings, flow.opened
    columns = [_Column(one) for one in opened.fields]
    chosen = {one["source"]: one for one in flow.choices["columns"] if one["is_kept"]}
    sample: list[dict[str, Any]] = []
    extent: list[float] | None = None
    for batch in flow.batches():
        texts = []
        for column, values in zip(columns, batch.columns, strict=True):
            text = as_text(values, column.field.source, batch.rows, findings)
            column.see(text, comma=flow.comma)
            if (choice := chosen.get(column.field.source)) and choice["kind"] != "text":
                check_kind(values, choice, batch, comma=flow.comma, findings=findings)
            texts.append(text)
        if len(sample) < SAMPLE:
            sample += _sample(batch, [column.field.source for column in columns], texts, SAMPLE - len(sample))
        extent = _wider(extent, batch)
        progress(flow.read, 0)
    problems = findings.all()
    shaper, settled = flow.shaper, flow.settled
    if shaper:
        families = [name for name in FAMILIES if shaper.counts[name]]
        if len(families) > 1 and not shaper.is_chosen:
            problems.append(_mixed(shaper.counts))
    if flow.read and shaper and not any(shaper.counts.values()):
        problems.append(_nothing(flow))
    names = plain_names([column.field.source for column in columns])
    return {
        "format": opened.format,
        "layers": opened.layers,
        "layer": opened.layer,
        "crs": settled.name if settled else "",
        "crs_guess": settled.guess if settled else "",
        "crs_reason": settled.reason if settled else "",
        "encoding": opened.encoding,
        "geometry": (shaper.family or "point") if shaper else "none",
        "geometry_type": shaper.geometry_type if shaper else "",
        "rows": flow.read,
        "extent": extent,
        "away": flow.away.count,
        "away_rows": flow.away.rows,
        "columns": [
            {"source": c.field.source, "name": name, "kind": c.kind, "empty": c.empty, "samples": c.samples}
            for c, name in zip(columns, names, strict=True)
        ],
        "sample": sample,
        "problems": problems,
        "choices": flow.found_choices(),
    }


def check_kind(values: Any, choice: dict[str, Any], batch: Shaped, *, comma: bool, findings: Findings) -> Any:
    """Return a column as the kind that was chosen; rows whose cell is none are told and no longer good."""
    read = to_numbers(values, comma=comma) if choice["kind"] == "number" else to_dates(values)
    column, is_bad = read
    if (is_bad & batch.is_good).any():
        which = (is_bad & batch.is_good).nonzero()[0]
        params = [{"column": choice["source"], "value": str(values[int(i)].as_py())[:40]} for i in which[:100]]
        findings.rows(f"bad_{choice['kind']}", batch.rows[which], params)
        batch.is_good = batch.is_good & ~is_bad
    return column


def _mixed(counts: Any) -> dict[str, Any]:
    params = {name: counts[name] for name in FAMILIES}
    return {"code": "mixed_geometry", "row": None, "count": 1, "params": params, "is_fatal": True, "is_repaired": False}


def _nothing(flow: Flow) -> dict[str, Any]:
    return {
        "code": "no_usable_rows",
        "row": None,
        "count": 1,
        "params": {"count": flow.read},
        "is_fatal": True,
        "is_repaired": False,
    }


def _wider(extent: list[float] | None, batch: Shaped) -> list[float] | None:
    import numpy as np
    import shapely

    if batch.xy is not None:
        good = batch.xy[batch.is_good]
        bounds = np.concatenate([good.min(axis=0), good.max(axis=0)]) if len(good) else np.full(4, np.nan)
    elif batch.shapes is None:
        return None
    else:
        bounds = shapely.total_bounds(batch.shapes)
    if not np.isfinite(bounds).all():
        return extent
    west, south, east, north = (float(value) for value in bounds)
    if extent is None:
        return [west, south, east, north]
    return [min(extent[0], west), min(extent[1], south), max(extent[2], east), max(extent[3], north)]


def _sample(batch: Shaped, sources: list[str], texts: list[Any], most: int) -> list[dict[str, Any]]:
    import numpy as np

    rows = batch.rows[:most].tolist()
    words = [text.slice(0, most).to_pylist() for text in texts]
    shapes = [None] * len(rows) if batch.shapes is None else batch.shapes[: len(rows)]
    if batch.xy is not None:
        shapes = points_of(np.where(batch.is_good[:, None], batch.xy, np.nan)[: len(rows)])
    return [
        {
            "row": row,
            "values": {name: value and value[:LONGEST] for name, value in zip(sources, cells, strict=True)},
            "geometry": _geojson(shape),
        }
        for row, shape, cells in zip(rows, shapes, zip(*words, strict=True) if words else [()] * len(rows), strict=True)
    ]


def _geojson(shape: Any) -> Any:
    import shapely

    if shape is None:
        return None
    if shapely.get_num_coordinates(shape) > MOST_CORNERS:
        west, south, east, north = shapely.bounds(shape)
        shape = shapely.simplify(shape, max(east - west, north - south) / MOST_CORNERS)
    return json.loads(shapely.to_geojson(shape))
