"""Where a derived dataset comes from, and what was derived from one, as far as the reader may know."""

from dataclasses import dataclass
from typing import Any

from cityops.datasets.deriving import Derivation
from cityops.datasets.models import Dataset
from cityops.datasets.queries import datasets_seen_by


@dataclass(frozen=True)
class Provenance:
    """How a dataset was worked out. source: None where the reader does not see it, or it is gone."""

    how: Derivation
    source: Dataset | None
    number: int | None
    is_out_of_date: bool


def provenance_of(dataset: Dataset, user: Any) -> Provenance | None:
    """Return how a dataset was worked out; None where it came as a file."""
    shown = dataset.shown
    if shown is None or shown.derivation is None:
        return None
    of = shown.derived_from
    source = datasets_seen_by(user).filter(pk=of.dataset_id).first() if of else None
    return Provenance(
        Derivation.from_json(shown.derivation), source, of.number if of and source else None, shown.is_out_of_date
    )


def derived_of(dataset: Dataset, user: Any) -> list[Dataset]:
    """Return what was worked out of a dataset, of any of its versions, by label."""
    made = datasets_seen_by(user).filter(shown__derived_from__dataset=dataset, shown__derivation__isnull=False)
    return list(made.select_related("shown__derived_from__dataset").exclude(pk=dataset.pk))
