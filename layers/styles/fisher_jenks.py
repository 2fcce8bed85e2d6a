"""Natural breaks: classes whose values lie close together (Fisher 1958, Jenks 1977), exactly."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def natural_breaks(values: Numbers, classes: int) -> list[float]:
    """Return the largest value of each class but the last: those that leave the least squared distance to the means.

    values: in any order. Equal values are never parted; fewer are returned where there are fewer different values.
    Cost: classes × n² / 2 for n different values, a quarter of a second for 3,000 of them in five classes.
    """
    points, counts = np.unique(values, return_counts=True)
    classes = min(classes, len(points))
    if classes < 2:
        return []
    points = points.astype(np.float64)
    shifted = points - points.mean()  # squares of large numbers would swallow what lies between them
    weight = np.concatenate([[0.0], np.cumsum(counts)])
    first = np.concatenate([[0.0], np.cumsum(counts * shifted)])
    second = np.concatenate([[0.0], np.cumsum(counts * shifted**2)])

    def spread(begin: NDArray[np.int64], end: int) -> Numbers:
        """Squared distances to the mean of the points from each begin up to (not with) an end."""
        within: Numbers = second[end] - second[begin] - (first[end] - first[begin]) ** 2 / (weight[end] - weight[begin])
        return within

    n = len(points)
    best = np.array([0.0, *(float(spread(np.array([0]), end)[0]) for end in range(1, n + 1))])
    begins = np.zeros((classes, n + 1), np.int64)
    for number in range(1, classes):
        better = np.full(n + 1, np.inf)
        for end in range(number + 1, n + 1):
            candidates = np.arange(number, end)
            sums = best[number:end] + spread(candidates, end)
            least = int(sums.argmin())
            better[end], begins[number, end] = sums[least], candidates[least]
        best = better
    breaks, end = [], n
    for number in range(classes - 1, 0, -1):
        end = int(begins[number, end])
        breaks.append(float(points[end - 1]))
    return breaks[::-1]
