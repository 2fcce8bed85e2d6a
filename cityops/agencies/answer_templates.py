"""Ready texts for the words of a move: which there are for a feature, and for which moves there can be any."""

from typing import Any

from django.db.models import Q
from django.utils.translation import get_language

from cityops.agencies.models import AnswerTemplate
from cityops.features.workflow import Move

WORDS = ("text", "reason")  # what a move asks for in words; the form shows the first of them


def takes_words(move: Move) -> bool:
    """Whether staff write something in this move."""
    return not (move.by_reporter or move.by_system) and any(name in WORDS for name in (*move.needs, *move.takes))


def answers_for(kind: str, move: Move, feature: Any) -> list[AnswerTemplate]:
    """Return the texts for a move on a feature: the reader's language first, the agency's own before those of all."""
    if not kind or not takes_words(move):
        return []
    whose = Q(agency=None) | Q(agency=feature.agency_id) if feature.agency_id else Q(agency=None)
    found = AnswerTemplate.objects.filter(whose, kind=kind, verb=move.verb, state__in=("", feature.state))
    language = (get_language() or "id")[:2]
    return sorted(found, key=lambda one: (one.language != language, one.language, one.agency_id is None, one.title))
