"""What the map shows of one row of a described table when it is pressed: its columns, each with its word."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format

from cityops.errors import NotFound
from layers.number_words import number_words
from layers.registry import Column


def table_card(
    request: HttpRequest, code: str, *, model: type[Model], label: str, columns: Sequence[Column]
) -> HttpResponse:
    """Return the fragment; what is empty is left out. Raises NotFound. Who may see the layer is asked before."""
    names = [column.name for column in columns]
    found = model._default_manager.filter(code=code).values(*names).first()
    if found is None:
        raise NotFound
    title = next((found[one.name] for one in columns if one.kind == "text" and found[one.name]), code)
    told = [(one.label, _words(found[one.name], one)) for one in columns if found[one.name] not in (None, "")]
    return render(request, "layers/table_card.html", {"title": title, "label": label, "told": told})


def _words(value: Any, column: Column) -> str:
    if isinstance(value, float):
        return number_words(value, is_year=column.is_year)
    return date_format(value, "SHORT_DATE_FORMAT") if isinstance(value, date) else str(value)
