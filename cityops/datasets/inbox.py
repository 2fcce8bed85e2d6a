"""The operator's inbox: a folder a dataset, whose newest file becomes its layer, and its next version when it changes.

In each folder lies a description, `dataset.toml`: `as` (user name of whose it is) and, as they are wanted, `label`,
`about`, `source`, `licence`, `audience`, `crs`, `encoding`, `layer`, `leave_out`, `replace` (the name of a dataset that
is there). A file is taken once it is whole: unchanged since the last look. What became of it stands in the database;
beside a file that was refused lies a text that says why.
"""

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from cityops.accounts.models import User
from cityops.datasets import files
from cityops.datasets.actions import change_dataset
from cityops.datasets.actions.upload import Description
from cityops.datasets.errors import Interrupted, NotImported
from cityops.datasets.inbox_files import DESCRIPTION, Folder, Waiting, folders, sha256_of
from cityops.datasets.models import Dataset, InboxFolder, Licence
from cityops.datasets.whole_way import Said, import_file
from cityops.errors import CityError
from geodata.readers.choices import Choices
from layers.models import Audience

logger = logging.getLogger(__name__)
_WORDS = {"as": 150, "label": 120, "about": 4000, "source": 300, "replace": 40, "crs": 60, "encoding": 40, "layer": 200}
_CHOICES = {"licence": Licence.values, "audience": Audience.values}
_DESCRIBES = ("label", "about", "source", "licence", "audience")


def look_into(inbox: Path) -> int:
    """Look once into each folder; returns how many files became layers. Two looks at a time are one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('datasets.inbox'), 0)")
        if not cursor.fetchone()[0]:
            return 0
        try:
            return sum(_looked(folder) for folder in folders(inbox))
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('datasets.inbox'), 0)")


def _looked(folder: Folder) -> bool:
    """Look into one; what goes wrong with it is no matter of the others."""
    try:
        return _look(folder)
    except Exception:
        logger.exception("the inbox folder %s could not be looked into", folder.name)
        return False


def _look(folder: Folder) -> bool:
    waiting = folder.newest()
    if waiting is None:
        return False
    known, _is_new = InboxFolder.objects.get_or_create(name=folder.name)
    if waiting.state == known.done:
        return False
    if waiting.state != known.seen:  # it may still grow: the next look decides
        known.seen = waiting.state
        known.save(update_fields=["seen"])
        return False
    return _take(folder, known, waiting)


def _take(folder: Folder, known: InboxFolder, waiting: Waiting) -> bool:
    """Import a file that is whole, unless its content is on the map already; write down what became of it."""
    is_new, fault = False, ""
    try:
        is_new = _import(folder, known, waiting)
    except CityError as stands:
        fault = str(stands)
    except Exception:
        logger.exception("the file in the inbox folder %s could not be imported", folder.name)
        fault = str(Interrupted())
    known.file_name, known.fault, known.done, known.done_at = waiting.name[:200], fault, waiting.state, timezone.now()
    known.save()
    try:
        folder.tell(waiting.name, fault)
    except OSError:
        logger.warning("nothing can be written in the inbox folder %s", folder.name)
    return is_new


def _import(folder: Folder, known: InboxFolder, waiting: Waiting) -> bool:
    described = _said_there(folder)
    actor = _person(described)
    known.owner = actor or known.owner  # who is told on their page of what else is wrong
    _check(described)
    if actor is None:
        raise NotImported(reason=_("There is nobody called “%(name)s”.") % {"name": described["as"]})
    files.kind_of(waiting.name)
    with folder.opened(waiting) as fd:
        said = _said(described)
        told = _content(sha256_of(fd), said.choices)
        dataset = _dataset(known, described)
        if dataset is not None and told == known.sha256 and dataset.pk == known.dataset_id:
            if known.fault or known.done.partition("|")[2] not in ("", waiting.described):
                _describe_anew(actor, dataset, said)
            return False
        upload, _noticed = import_file(
            actor=actor,
            file_name=waiting.name,
            size=waiting.size,
            pieces=folder.whole(waiting, fd),
            replaces=dataset,
            said=said,
        )
    known.dataset, known.sha256 = upload.dataset, told
    return True


def _content(told: str, choices: Choices) -> str:
    """Return the hash of what would be on the map: of the file, and of how it is read where somebody says so."""
    if choices == Choices():
        return told
    return hashlib.sha256(f"{told}{json.dumps(choices.to_dict(), sort_keys=True)}".encode()).hexdigest()


def _describe_anew(actor: User, dataset: Dataset, said: Said) -> None:
    """Let a description that was written anew hold for data that are on the map already."""
    about_it = {name: getattr(dataset, name) for name in Description.__dataclass_fields__} | said.about_it
    change_dataset(actor=actor, dataset_id=dataset.pk, seen=dataset.version, description=Description(**about_it))


def _dataset(known: InboxFolder, described: dict[str, Any]) -> Dataset | None:
    """Return what is replaced: the dataset that is named, else the one that came from here before."""
    there = Dataset.objects.filter(removed_at=None)
    if name := described.get("replace"):
        found = there.filter(name=name).first()
        if found is None:
            raise NotImported(reason=_("There is no dataset “%(name)s”.") % {"name": name})
        return found
    return there.filter(pk=known.dataset_id).first() if known.dataset_id else None


def _said_there(folder: Folder) -> dict[str, Any]:
    try:
        return folder.description()
    except OSError:
        return {}


def _person(described: dict[str, Any]) -> User | None:
    name = described.get("as")
    if not isinstance(name, str) or "\x00" in name:
        return None
    return User.objects.filter(username__iexact=name, is_active=True).first()


def _check(described: dict[str, Any]) -> None:
    """Look at each part of a description. Raises NotImported, which names the part and what it may say."""
    for name, value in described.items():
        where = {"part": name[:60], "file": DESCRIPTION}
        if name in _CHOICES and value not in _CHOICES[name]:
            where["allowed"] = ", ".join(_CHOICES[name])
            raise NotImported(reason=_("“%(part)s” in %(file)s may be one of these: %(allowed)s.") % where)
        fits = (
            name in _CHOICES
            or (name in _WORDS and isinstance(value, str) and len(value) <= _WORDS[name] and "\x00" not in value)
            or (name == "leave_out" and isinstance(value, bool))
        )
        if not fits:
            raise NotImported(reason=_("“%(part)s” in %(file)s is not understood.") % where)
    if not described.get("as"):
        raise NotImported(
            reason=_('Put a file %(file)s beside it, with a line as = "user name".') % {"file": DESCRIPTION}
        )


def _said(described: dict[str, Any]) -> Said:
    about_it = {name: described[name] for name in _DESCRIBES if described.get(name)}
    choices = Choices(
        layer=described.get("layer", ""),
        crs=described.get("crs", ""),
        encoding=described.get("encoding", ""),
        leaves_out=described.get("leave_out", False),
    )
    return Said(about_it, choices)
