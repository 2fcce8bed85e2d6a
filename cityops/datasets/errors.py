"""What can stand against an upload, beside what is wrong with the file itself (`geodata/readers`)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from cityops.errors import CityError
from geodata.readers.errors import UnfitFile
from geodata.readers.inspection import Problem

MOST = 50  # problems of a file that are kept
EACH = 10  # of one kind, before any of another is left out for them


class EmptyFile(CityError):
    """A file in which there is nothing."""

    code, status = "empty_file", 422
    text = _("“%(file)s” is empty. Export it anew and look whether there is something in it, then send that.")


class NoFile(CityError):
    """Nothing was chosen."""

    code, status = "no_file", 422
    text = _("Choose a file first, or drop one here.")


class FileTooBig(CityError):
    """Larger than what is taken."""

    code, status = "file_too_big", 413
    text = _("“%(file)s” is larger than %(limit)s MB. Cut it into parts, or ask the operator to import it.")


class DiskFull(CityError):
    """There is no room for it."""

    code, status = "disk_full", 507
    text = _("There is too little room on the server for this file. Tell the operator; nothing was kept.")


class UnknownFormat(CityError):
    """A file whose name says that it is not read here."""

    code, status = "unknown_format", 422
    text = _("“%(file)s” is no map file. Send it as %(formats)s.")


class NotNow(CityError):
    """The upload is elsewhere on its way."""

    code, status = "not_now", 409
    text = _("This is not possible now: the upload is “%(state)s”. Load the page anew.")


class StaleDataset(CityError):
    """Somebody was first."""

    code, status = "stale_dataset", 409
    text = _("Somebody changed this dataset in the meantime. Look at it as it is now, then decide again.")


class NothingKept(CityError):
    """A version whose rows are gone."""

    code, status = "version_gone", 409
    text = _("This version is no longer kept. Only the last three can be shown again.")


class MayNotPublish(CityError):
    """Shown to all by somebody who may not."""

    code, status = "may_not_publish", 403
    text = _("You may not show this to everyone. Choose your agency or all staff, and ask a planner to publish it.")


class NoneOfMyAgencies(CityError):
    """Shared with an agency that is not one's own."""

    code, status = "not_my_agency", 422
    text = _("Choose an agency that you work for.")


class NoPlaces(CityError):
    """A table in which nothing says where its rows are."""

    code, status = "no_places", 422
    text = _(
        "Nothing in it says where the rows are, so it cannot be drawn as a layer. Add columns with latitude and"
        " longitude, or choose them under “How it is read”."
    )


class NotImported(CityError):
    """What stands against a file that nobody is asked about."""

    code, status = "not_imported", 422
    text = _("Not imported: %(reason)s")


class Interrupted(CityError):
    """Something broke that is not the file's fault."""

    code, status = "interrupted", 500
    text = _("The import broke off, and nothing was kept of it. Try again; if it happens once more, tell the operator.")


class Stopped(CityError):
    """Its owner told the worker to stop."""

    code, status = "stopped", 409
    text = _("The import was cancelled, and nothing of it was kept. What you chose and typed is still here.")


def told(fault: CityError) -> dict[str, Any]:
    """Return a fault as it is kept: its untranslated text, filled in for each reader in their language."""
    if isinstance(fault, UnfitFile):
        return {"code": fault.code, "problems": [asdict(problem) for problem in _worth_keeping(fault.problems)]}
    with override("en"):
        text = str(fault.text)  # the source of its translations
        data = {name: _kept(value) for name, value in fault.data.items()}
    return {"code": fault.code, "text": text, "data": data}


def _worth_keeping(problems: Sequence[Problem]) -> list[Problem]:
    """Return what is kept of the problems of a file: what stands in the way first, and something of each kind."""
    met: Counter[tuple[Any, ...]] = Counter()
    rank: list[tuple[bool, int]] = []
    for problem in problems:
        kind = (problem.code, (problem.params or {}).get("column"))
        rank.append((problem.is_repaired, met[kind] // EACH))
        met[kind] += 1
    kept = sorted(range(len(problems)), key=rank.__getitem__)[:MOST]
    return [problems[number] for number in sorted(kept)]


def _kept(value: object) -> Any:
    """Return a value as JSON holds it; what is translated as {"text": its source}."""
    if isinstance(value, Promise):
        return {"text": str(value)}
    return value if isinstance(value, int | float) else str(value)


def in_words(kept: dict[str, Any]) -> str:
    """Return a kept fault in the reader's language."""
    if "problems" in kept:
        return str(UnfitFile(problems=tuple(Problem(**problem) for problem in kept["problems"])))
    text = gettext(kept["text"])
    data = {name: gettext(value["text"]) if isinstance(value, dict) else value for name, value in kept["data"].items()}
    return text % data if data else text
