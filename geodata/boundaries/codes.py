"""Kemendagri codes as they come in files: with dots, without, as numbers, or those of BPS in their place."""

import re
from collections.abc import Mapping
from typing import Any

DOTTED = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
LENGTHS = (2, 4, 6, 10)


def clean_code(value: Any) -> str | None:
    """Return a code as it is stored, "35.79.01.1001", or None where the value cannot be one."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value if value is not None else "").strip()
    if DOTTED.fullmatch(text):
        return text
    if text.isdigit() and len(text) in LENGTHS:
        return ".".join(part for part in (text[:2], text[2:4], text[4:6], text[6:]) if part)
    return None


def from_bps(value: Any, known: Mapping[str, str]) -> str | None:
    """Return the Kemendagri code of a BPS code; `known`: BPS code → Kemendagri code."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return known.get(re.sub(r"\D", "", str(value if value is not None else "")))
