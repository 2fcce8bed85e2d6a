"""Reference data that a process keeps for as long as nobody has changed it: few rows, on every page, seldom written.

Whether somebody has is asked once a request, in one statement for all such tables: the versions of their rows, by what
PostgreSQL itself tells of each (xmin, the transaction that wrote it, and ctid, where it lies; PostgreSQL 15, 5.5 System
Columns). Both are others after any write, also one of the same transaction, so that all processes agree at once, and
nothing has to be told to them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.db import connection
from django.db.models import Model

from cityops.web.once import is_in_request, once_a_request

T = TypeVar("T")
_watched: list[type[Model]] = []
_kept: dict[Callable[[], Any], tuple[object, Any]] = {}


def while_unchanged(*models: type[Model]) -> Callable[[Callable[[], T]], Callable[[], T]]:
    """Keep what a function reads of these models, and of nothing else, until one of their rows is written.

    The answer is shared by all requests: it must not be changed. Outside of requests nothing is kept.
    """
    _watched.extend(model for model in models if model not in _watched)

    def keeping(ask: Callable[[], T]) -> Callable[[], T]:
        @once_a_request
        @wraps(ask)
        def asked() -> T:
            if not is_in_request():
                return ask()
            mark = _mark(_versions(), models)
            known, kept = _kept.get(ask, (None, None))
            if known == mark:
                return cast(T, kept)
            answer = ask()
            # Not what this very transaction wrote after it had asked: it may yet be rolled back.
            if _mark(_read(), models) == mark:
                _kept[ask] = mark, answer
            return answer

        return asked

    return keeping


def _mark(versions: dict[type[Model], str], models: tuple[type[Model], ...]) -> object:
    return tuple(versions[model] for model in models)


def _read() -> dict[type[Model], str]:
    quoted = (connection.ops.quote_name(model._meta.db_table) for model in _watched)
    tables = ", ".join(f"(SELECT string_agg(concat(xmin, ctid), '') FROM {table})" for table in quoted)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {tables}")
        return dict(zip(_watched, cursor.fetchone(), strict=True))


_versions = once_a_request(_read)
