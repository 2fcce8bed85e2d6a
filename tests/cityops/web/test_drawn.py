"""Parts of pages that are kept as they were drawn: by language, by template and by what they hang on."""

from typing import Any

import pytest
from django.utils.translation import override

from cityops.web.drawn import drawn

TEMPLATE = "components/empty.html"


def part(title: str, by: object = None) -> str:
    def context() -> dict[str, Any]:
        made.append(title)
        return {"icon": "star", "title": title, "text": ""}

    return drawn(TEMPLATE, context, by=by or (title,))


made: list[str] = []


@pytest.fixture(autouse=True)
def _none_made() -> None:
    made.clear()


def test_it_is_drawn_once_for_the_same_values() -> None:
    assert part("Kept once") == part("Kept once")
    assert made == ["Kept once"]


def test_other_values_and_other_languages_are_drawn_apart() -> None:
    with override("id"):
        part("By language")
    with override("en"):
        part("By language")
    part("Something else")
    assert made == ["By language", "By language", "Something else"]


def test_what_it_is_given_is_escaped() -> None:
    assert "&lt;b&gt;" in part("<b>")
