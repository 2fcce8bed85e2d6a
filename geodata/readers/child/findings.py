"""What is wrong with a file, gathered while it is read: first rows of each fault one by one, the rest as a number."""

from collections.abc import Iterable, Sequence
from typing import Any

EACH = 100  # rows of one fault that are named one by one


class Fatal(Exception):
    """Nothing can be read of this file until somebody mends or chooses something."""

    def __init__(self, code: str, row: int | None = None, **params: Any) -> None:
        super().__init__(code)
        self.problem = _problem(code, row, 1, params, is_fatal=True)


class Findings:
    """Faults and repairs, in the order in which they were met."""

    def __init__(self) -> None:
        self._listed: dict[str, list[dict[str, Any]]] = {}
        self._more: dict[str, dict[str, Any]] = {}
        self.faulty = 0

    def note(self, code: str, **params: Any) -> None:
        """Say once what was done with the whole file."""
        if code not in self._listed:
            self._listed[code] = [_problem(code, None, 1, params, is_repaired=True)]

    def rows(
        self,
        code: str,
        rows: Sequence[int] | Any,
        params: Iterable[dict[str, Any]] | None = None,
        *,
        is_repaired: bool = False,
    ) -> None:
        """Name rows; `params` has what belongs to each, as far as it goes."""
        listed = self._listed.setdefault(code, [])
        told = iter(params or ())
        count = len(rows)
        if not is_repaired:
            self.faulty += count
        for row in rows[: max(0, EACH - len(listed))]:
            listed.append(_problem(code, int(row), 1, next(told, {}), is_repaired=is_repaired))
            count -= 1
        if count and code in self._more:
            self._more[code]["count"] += count
        elif count:
            self._more[code] = _problem(code, int(rows[-count]), count, {}, is_repaired=is_repaired)

    def all(self) -> list[dict[str, Any]]:
        """Return all, those of one code together."""
        return [
            problem
            for code, listed in self._listed.items()
            for problem in (*listed, *((self._more[code],) if code in self._more else ()))
        ]


def _problem(
    code: str,
    row: int | None,
    count: int,
    params: dict[str, Any],
    *,
    is_fatal: bool = False,
    is_repaired: bool = False,
) -> dict[str, Any]:
    return {
        "code": code,
        "row": row,
        "count": count,
        "params": params,
        "is_fatal": is_fatal,
        "is_repaired": is_repaired,
    }
