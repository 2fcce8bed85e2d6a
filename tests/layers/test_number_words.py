"""Numbers in the reader's language, whatever a file holds."""

import pytest
from django.utils.translation import override

from layers.number_words import number_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1234.5, "1.234,5"),
        (0.1 + 0.2, "0,3"),
        (0.0, "0"),
        (-7.87, "-7,87"),
        (1e15, "1.000.000.000.000.000"),
        (1e308, "1 × 10^308"),
        (-2.5e40, "-2,5 × 10^40"),
        (5e-300, "5 × 10^-300"),
        (float("inf"), "∞"),
        (float("-inf"), "-∞"),
        (float("nan"), "–"),
    ],
)
def test_of_any_size(value: float, words: str) -> None:
    with override("id"):
        assert number_words(value) == words
