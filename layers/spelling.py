"""Several values in one key of an address: commas between them, and `\\,` for a comma that belongs to a value."""

import re
from collections.abc import Iterable

_PARTS = re.compile(r"(?:\\[\\,]|[^,])+")
_ESCAPED = re.compile(r"\\([\\,])")


def spelled(values: Iterable[str]) -> str:
    """Return the values as one text; `ofValues` of static/js/lib/filter.js writes the same."""
    return ",".join(value.replace("\\", "\\\\").replace(",", "\\,") for value in values)


def parts_of(text: str) -> list[str]:
    """Return the values of a text, without space around and without empty ones."""
    return [part for part in (unescaped(part).strip() for part in _PARTS.findall(text)) if part]


def unescaped(text: str) -> str:
    """Return a text as it was meant: of words, where a comma stands for itself."""
    return _ESCAPED.sub(r"\1", text)
