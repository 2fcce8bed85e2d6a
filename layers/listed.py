"""Rows whose primary keys are known, as numbers in order."""

from dataclasses import dataclass, field

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray


@dataclass(frozen=True)
class Listed:
    """The rows that hold a word: those of `numbers` (primary keys, int64, ascending) that meet a condition."""

    numbers: NDArray[np.int64]
    condition: Q = field(default_factory=Q)

    def __and__(self, other: "Listed") -> "Listed":
        """Return the rows that hold both words."""
        return Listed(_repeated(self.numbers, other.numbers), self.condition & other.condition)


def either(*numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return all numbers that are in any of the arrays, ascending, each once."""
    all_of_them: NDArray[np.int64] = np.sort(
        np.concatenate(numbers), kind="stable"
    )  # they come in runs: that is one merge
    is_new: NDArray[np.bool_] = np.diff(all_of_them, prepend=-1) != 0
    return all_of_them[is_new]


def _repeated(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    both: NDArray[np.int64] = np.sort(np.concatenate((one, other)), kind="stable")
    is_in_both: NDArray[np.bool_] = both[1:] == both[:-1]
    repeated: NDArray[np.int64] = both[1:][is_in_both]
    return repeated
