"""A select that stands on a page two hundred times with the same options."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

Options = tuple[tuple[str, str], ...]  # value and label, both escaped


def options_of(choices: Sequence[tuple[Any, Any]]) -> Options:
    """Return options as they are written: escaped once for all selects that have them."""
    return tuple((conditional_escape(value), conditional_escape(label)) for value, label in choices)


class WordSelect(forms.Select):
    """Writes itself: a template for each option of each select takes seconds."""

    def __init__(self, options: Options) -> None:
        super().__init__(attrs={"class": "select"})
        self.written = options

    def render(self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Return the select, with the value chosen."""
        chosen = conditional_escape("" if value is None else value)
        options = "".join(
            f'<option value="{code}"{" selected" if code == chosen else ""}>{label}</option>'
            for code, label in self.written
        )
        shown = self.build_attrs(self.attrs, dict(attrs or {}))
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(shown), mark_safe(options))
