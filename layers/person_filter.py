"""A key that names people of the staff: whoever asks ("me"), nobody, or somebody by their sign-in name."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from layers.filters import BadFilter

ME, NOBODY = "me", "nobody"


@dataclass(frozen=True)
class Person:
    """Rows of any of the people named. A link that says "me" means each of its readers."""

    is_volatile: ClassVar[bool] = True  # it hangs on who asks: nothing is kept for it
    column: str
    names: Callable[[], Collection[str]]

    def parse(self, name: str, values: list[str]) -> tuple[str, ...]:
        """Refuse names that nobody has."""
        known = {ME, NOBODY, *self.names()}
        for value in values:
            if value not in known:
                raise BadFilter(field=name, value=value[:40], allowed=_("me, nobody, or a sign-in name"))
        return tuple(sorted(set(values)))

    def build(self, values: tuple[str, ...]) -> Q:
        """Return the condition where nobody is known to ask: then "me" is nobody's."""
        return self.build_for(values, None)

    def build_for(self, values: tuple[str, ...], user: Any) -> Q:
        """Return the condition for somebody who asks."""
        pk = getattr(user, "pk", None)
        found = Q(pk__in=())
        for value in values:
            if value == NOBODY:
                found |= Q(**{f"{self.column}__isnull": True})
            elif value == ME:
                found |= Q(**{self.column: pk}) if pk else Q(pk__in=())
            else:
                found |= Q(**{f"{self.column}__username": value})
        return found
