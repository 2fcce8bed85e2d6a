"""A number that is typed is read right with a comma and with a point, in both languages."""

import pytest
from django.utils.translation import override

from layers.typed_numbers import as_typed, read_number
from tests.layers.typed_numbers import READ


@pytest.mark.parametrize(("language", "typed", "number"), READ)
def test_what_is_typed_is_read(language: str, typed: str, number: float | None) -> None:
    with override(language):
        assert read_number(typed) == number


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("number", [112.5, 1125.0, 1.125, -0.001, 1e20, 5e-300, 2011.0])
def test_what_is_filled_in_is_read_again_as_the_same(language: str, number: float) -> None:
    with override(language):
        assert read_number(as_typed(number)) == number


def test_what_is_filled_in_has_the_mark_of_the_language() -> None:
    with override("id"):
        assert (as_typed(112.5), as_typed(1125.0)) == ("112,5", "1125")
    with override("en"):
        assert as_typed(112.5) == "112.5"
