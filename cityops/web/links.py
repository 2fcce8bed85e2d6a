"""Addresses that a script, or every row of a list, completes with a code."""

from django.urls import reverse


def address_of_code(name: str, *before: str) -> str:
    """Return the address of a page with {code} for its last part; before: the parts that are known."""
    return reverse(name, args=[*before, "CODE"]).replace("CODE", "{code}")
