"""Changing agencies and categories; what was changed is marked, so that reference data which is loaded leaves it."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import connection, transaction

from cityops.accounts.models import User
from cityops.administration.changes import difference, is_other, must_be_seen, record_change
from cityops.administration.models import Thing
from cityops.administration.policy import must_be_allowed
from cityops.administration.reference import REFERENCE_OF
from cityops.agencies.models import Agency, Category
from cityops.errors import NotFound

OF_AGENCIES = ("name", "short_name", "remit", "phone", "address", "email", "week", "is_verified")
OF_CATEGORIES = ("agency_id", "target_days", "guidance", "guidance_en", "is_open", "is_public")
TAKES_REPORTS_ALONG = "is_public"

Row = TypeVar("Row", Agency, Category)


@transaction.atomic
def change_agency(*, actor: User, code: str, given: Mapping[str, Any], seen: int) -> Agency:
    """Write columns of an agency, of those in OF_AGENCIES. Raises NotFound, ChangedMeanwhile.

    Another working week counts for the clocks that start from now on; dates that are set stay.
    """
    must_be_allowed(actor, "agencies")
    agency = _locked(Agency, code)
    must_be_seen(Thing.AGENCY, code, seen, actor)
    return _write(agency, Thing.AGENCY, {name: given[name] for name in OF_AGENCIES if name in given}, actor, "change")


@transaction.atomic
def change_category(*, actor: User, code: str, given: Mapping[str, Any], seen: int) -> Category:
    """Write columns of a category, of those in OF_CATEGORIES. Raises NotFound, ChangedMeanwhile.

    Reports that are there keep agency and dates; whether strangers see them follows the category at once.
    """
    must_be_allowed(actor, "categories")
    category = _locked(Category, code)
    must_be_seen(Thing.CATEGORY, code, seen, actor)
    columns = {name: given[name] for name in OF_CATEGORIES if name in given}
    return _write(category, Thing.CATEGORY, columns, actor, "change")


@transaction.atomic
def take_back_agency(*, actor: User, code: str, column: str, seen: int) -> Agency:
    """Give a column of an agency the value of the reference data again. Raises NotFound, ChangedMeanwhile."""
    must_be_allowed(actor, "agencies")
    agency = _locked(Agency, code)
    must_be_seen(Thing.AGENCY, code, seen, actor)
    return _write(agency, Thing.AGENCY, _from_reference(agency, column), actor, "take_back")


@transaction.atomic
def take_back_category(*, actor: User, code: str, column: str, seen: int) -> Category:
    """Give a column of a category the value of the reference data again. Raises NotFound, ChangedMeanwhile."""
    must_be_allowed(actor, "categories")
    category = _locked(Category, code)
    must_be_seen(Thing.CATEGORY, code, seen, actor)
    return _write(category, Thing.CATEGORY, _from_reference(category, column), actor, "take_back")


def _locked(model: type[Row], code: str) -> Row:
    row = model.objects.select_for_update().filter(pk=code).first()
    if row is None:
        raise NotFound
    return row


def _from_reference(row: Agency | Category, column: str) -> dict[str, Any]:
    theirs = REFERENCE_OF[type(row)](row.pk) or {}
    if column not in row.edited or column not in theirs:
        raise NotFound
    return {column: theirs[column]}


def _write(row: Row, thing: Thing, columns: Mapping[str, Any], actor: User, verb: str) -> Row:
    """Write what differs, mark what is not as the folder has it, and tell it; nothing where nothing differs."""
    changed: dict[str, list[Any]] = difference(row, columns)
    if not changed:
        return row
    theirs = REFERENCE_OF[type(row)](row.pk) or {}
    for name in changed:
        setattr(row, name, columns[name])
    as_loaded = {name for name in changed if name not in theirs or not is_other(theirs[name], columns[name])}
    row.edited = sorted((set(row.edited) | set(changed)) - as_loaded)
    if TAKES_REPORTS_ALONG in changed:
        _let_it_take_its_time()
    row.save(update_fields=[*(name.removesuffix("_id") for name in changed), "edited"])
    record_change(thing, row.pk, verb, actor=actor, changed=changed)
    return row


def _let_it_take_its_time() -> None:
    """All reports of a category follow it in the same transaction, which in a large city takes longer than a page."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '120s'")
