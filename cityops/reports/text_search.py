"""Reports by words: in the reporter's text, the category, the area, or the code, each by an index.

One word is one condition on the primary key, found in the table that holds the words and, beside them, the codes of
category and area; names are looked up first. What is erased there is found no more.
"""

import re
from collections.abc import Collection
from dataclasses import replace

from django.db import connection
from django.db.models import Q

from cityops.agencies.models import Category
from cityops.areas.city import this_city
from cityops.areas.models import Area
from cityops.reports.models import Report, ReportWords
from cityops.reports.word_lists import numbers_of
from layers.listed import Listed
from layers.search import SHORT, code_begun


def found_by(word: str) -> Q:
    """Return what finds reports for those who may read all words."""
    return _found(word, *_called(word))


def found_by_strangers(word: str) -> Q:
    """Return what finds reports for strangers, who may read words only where a report was accepted."""
    categories, areas = _called(word)
    return _may_find(word, categories, areas) & _found(word, categories, areas)


def listed(word: str) -> Listed | None:
    """Return what `found_by` finds by the lists of words; None where they do not tell."""
    return _listed(word, *_called(word))


def listed_for_strangers(word: str) -> Listed | None:
    """Return what `found_by_strangers` finds by the lists of words; None where they do not tell."""
    categories, areas = _called(word)
    rows = _listed(word, categories, areas)
    return rows and replace(rows, condition=_may_find(word, categories, areas))


def _may_find(word: str, categories: Collection[str], areas: Collection[str]) -> Q:
    return Q(accepted_at__isnull=False) | _about(categories, areas, "category_id", "area_id") | _begins(word)


def _found(word: str, categories: Collection[str], areas: Collection[str]) -> Q:
    in_words = ReportWords.objects.filter(
        _written(word) | _about(categories, areas, "category_code", "area_code")
    ).values("pk")
    if not (code := _begins(word)):
        return Q(pk__in=in_words)
    return Q(pk__in=in_words.union(Report.objects.filter(code).values("pk")))


def _listed(word: str, categories: Collection[str], areas: Collection[str]) -> Listed | None:
    letters = _letters(word)
    if letters == 0 or _begins(word):
        return None
    plain = connection.ops.prep_for_like_query(word)
    forms = (f"{plain}%", f"{plain}%", f"% {plain}%") if letters < SHORT else (f"%{plain}%",) * 3
    return Listed(numbers_of(*forms, categories, areas))


def _called(word: str) -> tuple[list[str], list[str]]:
    """Return the codes of the categories and of the areas whose names hold the word."""
    named = Q(name__icontains=word) | Q(name_en__icontains=word)
    categories = Category.objects.filter(named).order_by().values_list("pk", flat=True)
    areas = Area.objects.filter(name__icontains=word).order_by().values_list("pk", flat=True)
    return list(categories), list(areas)


def _about(categories: Collection[str], areas: Collection[str], category: str, area: str) -> Q:
    about = Q(**{f"{category}__in": categories}) if categories else Q()
    return about | Q(**{f"{area}__in": areas}) if areas else about


def _written(word: str) -> Q:
    """Return where the word is written: anywhere, or one too short for the index at the beginning of another."""
    letters = _letters(word)
    if letters == 0:
        return Q(pk__in=())
    if letters < SHORT:
        return Q(text__icontains=f" {word}") | Q(text__istartswith=word)
    return Q(text__icontains=word)


def _letters(word: str) -> int:
    return len(re.sub(r"[\W_]", "", word))


def _begins(word: str) -> Q:
    """Return the codes that begin so; nothing where the word is no code."""
    begun = code_begun(word, this_city().public_code_prefix, least=1)
    return Q(code__startswith=begun) if begun else Q()
