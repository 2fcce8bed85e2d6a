"""Parts of pages that are the same for many requests, drawn once in each process and kept."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST = 500  # parts of some 20 kB, the last that were asked for


def drawn(template_name: str, context: Callable[[], Mapping[str, Any]], *, by: Hashable) -> SafeString:
    """Return a part of a page, as it was drawn before in the same language `by` the same values.

    by: all that the part hangs on; what is not in it must not be in the part. context: made only to draw. There is no
    request in it, and so no token of a form.
    """
    template: Any = get_template(template_name)
    return _kept(_Part(template.template, get_language(), by, context))


@dataclass(frozen=True)
class _Part:
    """A part by what it hangs on; a template that was changed while it is worked on is another object."""

    template: Any
    language: str | None
    by: Hashable
    context: Callable[[], Mapping[str, Any]] = field(compare=False)

    def draw(self) -> SafeString:
        """Draw it anew."""
        drawn_now: SafeString = self.template.render(Context(dict(self.context())))
        return drawn_now


@lru_cache(MOST)
def _kept(part: _Part) -> SafeString:
    return part.draw()
