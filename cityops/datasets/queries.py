"""Reading datasets and uploads: every query starts from who asks."""

from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Min, Q, QuerySet, Value, When

from cityops.agencies.models import Agency
from cityops.agencies.queries import all_agencies
from cityops.datasets.models import Dataset, DoubtfulRow, Settled, State, Upload
from cityops.datasets.policy import KIND
from cityops.errors import NotFound
from cityops.features.imports import Target, all_targets
from cityops.policy.decide import allowed, allowed_anywhere, condition, portions
from cityops.policy.lines import Portion
from cityops.policy.registry import grants_of
from cityops.web.once import once_a_request
from geodata.readers.choices import Choices, ColumnChoice
from layers.models import Audience


def datasets_seen_by(user: Any) -> QuerySet[Dataset]:
    """Return what somebody knows of: what they see on the map, and what is theirs to change."""
    seen = Q(audience=Audience.EVERYONE)
    if grants := grants_of(user):
        mine = {grant.agency for grant in grants if grant.agency}
        seen |= Q(audience=Audience.STAFF) | Q(audience=Audience.AGENCY, agency__in=mine) | Q(owner_id=user.pk)
        seen |= condition_on_all(user)
    return Dataset.objects.filter(seen, removed_at=None).select_related("owner", "agency", "shown")


def condition_on_all(user: Any) -> Q:
    """Return which datasets of others somebody looks after, though they are not shown to them: none that is private."""
    return condition(user, KIND, "change") & ~Q(audience=Audience.OWNER)


def dataset_named(name: str, user: Any) -> Dataset:
    """Return a dataset. Raises NotFound for what may not be seen."""
    dataset = datasets_seen_by(user).filter(name=name).first()
    if dataset is None:
        raise NotFound
    return dataset


def upload_with_key(key: UUID, user: Any) -> Upload:
    """Return one's own upload. Raises NotFound for anybody else's."""
    upload = Upload.objects.select_related("replaces", "dataset", "agency").filter(key=key, owner_id=user.pk).first()
    if upload is None:
        raise NotFound
    return upload


def may_upload(user: Any) -> bool:
    """Whether somebody may bring in files at all."""
    return allowed_anywhere(user, KIND, "upload")


def may_import(user: Any, target: Target) -> bool:
    """Whether somebody may make features of this kind of rows at all; each row is asked about again."""
    return allowed_anywhere(user, target.kind, target.verb)


def targets_of(user: Any) -> list[Target]:
    """Return what somebody may make of rows."""
    return [target for target in all_targets() if may_import(user, target)]


def doubtful_rows_for(user: Any) -> QuerySet[DoubtfulRow]:
    """Return the doubtful rows that somebody may decide about.

    Of the kinds that they may import those of their own files; those of others where they may import for all agencies,
    since nobody knows yet whose such a row will be.
    """
    mine = targets_of(user)
    for_all = [target.name for target in mine if Portion() in portions(user, target.kind, target.verb)]
    seen = Q(owner_id=user.pk) | Q(target__in=for_all)
    return DoubtfulRow.objects.filter(seen, target__in=[target.name for target in mine])


def doubtful_row(pk: int, user: Any) -> DoubtfulRow:
    """Return one of them. Raises NotFound."""
    row = doubtful_rows_for(user).select_related("owner", "settled_by").filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def rows_like(user: Any, row: DoubtfulRow) -> QuerySet[DoubtfulRow]:
    """Return the waiting rows, this among them, that say the same of their place, of those that somebody decides."""
    waiting = doubtful_rows_for(user).filter(state=Settled.WAITING)
    return waiting.filter(target=row.target, place=row.place) if row.place else waiting.filter(pk=row.pk)


def first_of_each_place(user: Any, most: int) -> list[tuple[DoubtfulRow, int]]:
    """Return of the waiting rows that say the same of their place the first, with how many they are.

    They are grouped before any is read: a row holds all that it says, and tens of thousands may wait.
    """
    waiting = doubtful_rows_for(user).filter(state=Settled.WAITING).order_by()
    of_its_own = Case(When(place="", then=F("pk")), default=Value(0))  # a row that names no place
    places = waiting.values("target", "place", alone=of_its_own).annotate(first=Min("pk"), like=Count("pk"))
    like = dict(places.order_by("first").values_list("first", "like")[:most])
    return [(row, like[row.pk]) for row in DoubtfulRow.objects.filter(pk__in=like)]


def may_change(user: Any, dataset: Dataset) -> bool:
    """Whether somebody may replace, rename, show to others or remove a dataset."""
    if dataset.owner_id == user.pk:
        return may_upload(user)
    return dataset.audience != Audience.OWNER and allowed(user, KIND, "change", dataset)


def agencies_of(user: Any) -> list[Agency]:
    """Return the agencies that somebody may share with."""
    mine = {grant.agency for grant in grants_of(user)}
    return [agency for agency in all_agencies() if agency.pk in mine]


@once_a_request
def columns_before(dataset: Dataset | None) -> tuple[ColumnChoice, ...]:
    """Return what was chosen for the columns of a dataset's newest file, those left out, too; nothing of a new one."""
    if dataset is None:
        return ()
    last = Upload.objects.filter(dataset=dataset, state=State.DONE).order_by("-pk").first()
    return Choices.from_dict(last.choices).columns if last else ()
