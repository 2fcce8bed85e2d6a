"""How far an upload is, in words: rows, how many a second, how long it will take."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from cityops.datasets.models import State, Upload


@dataclass(frozen=True)
class Progress:
    """Rows so far, of how many, in percent; rows a second and seconds left where these can be told."""

    rows: int
    of: int
    percent: int
    per_second: int | None
    seconds_left: int | None
    is_last_step: bool
    is_percent: bool


def progress_of(upload: Upload) -> Progress | None:
    """Return how far an import is; None where none is under way, or nothing is known yet."""
    told = upload.progress
    if upload.state != State.IMPORTING or "rows" not in told:
        return None
    rows, of = int(told["rows"]), int(told["of"])
    elapsed = (timezone.now() - datetime.fromisoformat(told["began"])).total_seconds()
    rate = rows / elapsed if elapsed > 0.5 and rows else None
    left = max(0, round((of - rows) / rate)) if rate and of > rows else None
    percent = min(100, rows * 100 // of) if of else 0
    return Progress(
        rows,
        of,
        percent,
        round(rate) if rate else None,
        left,
        told.get("step") == "areas",
        told.get("step") == "percent",
    )
