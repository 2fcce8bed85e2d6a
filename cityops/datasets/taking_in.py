"""Rows become features: tried out, or in earnest, by the same code. Tried out, all of it is taken back at the end."""

import time
from contextlib import suppress
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from cityops.datasets import files
from cityops.datasets.errors import Interrupted, told
from cityops.datasets.giving_back import given_back_at_a_fault
from cityops.datasets.holding import alone, is_of_another_run
from cityops.datasets.ledger import FILE, Ledger
from cityops.datasets.mapping import UNFOUND
from cityops.datasets.models import TRIES, DoubtfulRow, Settled, State, Upload
from cityops.datasets.progress import EVERY_S, Cancelled, Reporter
from cityops.datasets.queries import may_import
from cityops.datasets.rows import batches_of_rows, load_rows, value_of
from cityops.datasets.words import FileWords
from cityops.errors import CityError, NotAllowed
from cityops.features.history import record
from cityops.features.imports import Outcome, Row, Target, What, target_named
from cityops.web.once import asked_once
from geodata.readers.inspection import AWAY, Inspection

_NOTES_KEPT = 20
_DOUBTFUL_AT_ONCE = 500
_PLACE_KEPT = 120  # of `DoubtfulRow.place`


class OnTheList(CityError):
    """A row that was doubtful before."""

    code, status = "on_the_list", 409
    text = _("This row is on the list of doubtful ones already. Decide there.")


class LeftOutBefore(CityError):
    """A row that somebody decided to leave out."""

    code, status = "left_out_before", 409
    text = _("Somebody looked at this row before and left it out.")


class FoundNowhere(CityError):
    """A row whose place no name is like, where somebody chose to leave such rows out."""

    code, status = "found_nowhere", 422
    text = _("The place is found nowhere: such rows are left out, as you chose.")


def try_out(upload_id: int, *, tries_before: int = TRIES - 1, run: str = "") -> None:
    """Say what would happen. A second worker that has it too waits, and finds nothing left to do.

    tries_before, and what it raises: see `given_back_at_a_fault`. run: see `is_of_another_run`.
    """
    with alone(upload_id):
        _run(upload_id, State.TRYING, tries_before, run)


def take_in(upload_id: int, *, tries_before: int = TRIES - 1, run: str = "") -> None:
    """Do it: all or nothing, once, however often the task is run. tries_before, run and faults: see `try_out`."""
    with alone(upload_id):
        _run(upload_id, State.IMPORTING, tries_before, run)


def _run(upload_id: int, state: State, tries_before: int, run: str) -> None:
    upload = Upload.objects.select_related("owner").filter(pk=upload_id, state=state).exclude(target="").first()
    if upload is None or is_of_another_run(upload, run):
        return
    is_real = state == State.IMPORTING
    with given_back_at_a_fault(upload, tries_before):
        if tries_before >= TRIES:
            raise Interrupted
        with Reporter(upload.pk, Inspection.from_dict(upload.inspection or {}).rows) as reporter, transaction.atomic():
            result = _take(upload, reporter, is_real=is_real)
            if is_real:
                record(upload, "take_in", actor=upload.owner, target=upload.target, **result["counts"])
                _end(upload_id, State.DONE, result, upload.words)
            transaction.set_rollback(not is_real)
        if not is_real:
            _end(upload_id, State.TRIED, result, upload.words)
            return
        with suppress(OSError):  # what became of its rows lies beside the file
            files.path_of(upload.path).unlink(missing_ok=True)


def _end(upload_id: int, state: State, result: dict[str, Any], words: dict[str, Any]) -> None:
    """Write down what came of it. Raises Cancelled where somebody gave it up until now."""
    going_on = Upload.objects.filter(pk=upload_id, is_cancelled=False)
    if not going_on.update(state=state, result=result, words=words, fault=None):
        raise Cancelled


def _take(upload: Upload, reporter: Reporter, *, is_real: bool) -> dict[str, Any]:
    target = target_named(upload.target)
    if target is None or not may_import(upload.owner, target):
        raise NotAllowed
    _wait_for_turn(target, reporter)
    problems = load_rows(upload, target, lambda rows: reporter.tell(rows // 10))
    with asked_once(), Ledger(account_of(upload)) as ledger:
        run, words = target.begin(upload.owner), FileWords(upload, target)
        for problem in problems:
            if problem.row is not None and (problem.code == AWAY or not problem.is_repaired):
                ledger.add_problem(problem)
        for rows in batches_of_rows(upload, target):
            read, left_out = words.read(rows)
            outcomes = [*_outcomes(upload, target, run, read), *left_out]
            for outcome in sorted(outcomes, key=lambda one: one.row.number):
                ledger.add(outcome)
            reporter.tell(ledger.rows)
    upload.words = words.found()
    mended = (problem for problem in problems if problem.is_repaired and problem.code != AWAY)
    notes = [asdict(problem) for problem in mended][:_NOTES_KEPT]
    return ledger.result(is_real=is_real, notes=notes)


def _outcomes(upload: Upload, target: Target, run: Any, rows: list[Row]) -> list[Outcome]:
    """Return what becomes of some rows; those of the list of doubtful ones are left to it."""
    known = {one.key: one for one in DoubtfulRow.objects.filter(key__in=[row.key for row in rows])}
    listed = {key: one.state for key, one in known.items() if one.state != Settled.MADE}
    outcomes = [
        Outcome(row, What.SAME, LeftOutBefore() if listed[row.key] == Settled.LEFT_OUT else OnTheList())
        for row in rows
        if row.key in listed
    ]
    codes = {key: one.code for key, one in known.items()}
    outcomes += [_once(one, codes) for one in run.take([row for row in rows if row.key not in listed])]
    if value_of(upload, UNFOUND):
        outcomes = [Outcome(one.row, What.LEFT_OUT, FoundNowhere()) if _is_nowhere(one) else one for one in outcomes]
    doubtful = [
        DoubtfulRow(
            target=target.name,
            key=one.row.key,
            upload=upload,
            file_name=upload.file_name,
            row=one.row.number,
            values=dict(one.row.values),
            why=told(one.why) if one.why else None,
            candidates=[asdict(candidate) for candidate in one.candidates],
            place=_place_of(one),
            owner=upload.owner,
        )
        for one in outcomes
        if one.what == What.DOUBTFUL
    ]
    DoubtfulRow.objects.bulk_create(doubtful, batch_size=_DOUBTFUL_AT_ONCE)
    return outcomes


def _is_nowhere(outcome: Outcome) -> bool:
    return outcome.what == What.DOUBTFUL and not outcome.candidates


def _place_of(outcome: Outcome) -> str:
    """Return what a row says of its place, as rows are compared: an address without an end by a hash of it."""
    said = outcome.place
    return said if len(said) <= _PLACE_KEPT else blake2b(said.encode(), digest_size=_PLACE_KEPT // 2).hexdigest()


def _once(outcome: Outcome, codes: dict[UUID, str]) -> Outcome:
    """Return the same, but of a doubtful row whose number came before that it is there already.

    codes: key → code of what was made of it, if anything; what is doubtful for the first time is added.
    """
    key = outcome.row.key
    if outcome.what != What.DOUBTFUL:
        return outcome
    if key not in codes:
        codes[key] = ""
        return outcome
    return Outcome(outcome.row, What.SAME, None if codes[key] else OnTheList(), codes[key])


def _wait_for_turn(target: Target, reporter: Reporter) -> None:
    """Let one import of a kind run at a time, so that the second of two sees what the first has made."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_try_advisory_xact_lock(hashtext('imports of a kind'), hashtext(%s))", [target.name]
            )
            if cursor.fetchone()[0]:
                return
        reporter.tell(0)
        time.sleep(EVERY_S)


def account_of(upload: Upload) -> Path:
    """Return where the account of all rows lies, beside the file."""
    return files.path_of(upload.path).parent / FILE
