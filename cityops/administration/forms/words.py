"""Words of several lines in forms."""

from typing import Any

from django import forms


def area_of_text(rows: int) -> forms.Textarea:
    """Return a box for so many lines."""
    return forms.Textarea(attrs={"rows": rows})


def with_plain_lines(given: dict[str, Any]) -> dict[str, Any]:
    """Return words with the line ends that the database has: browsers send others."""
    return {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in given.items()}
