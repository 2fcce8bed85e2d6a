"""What is done with a dataset once it is there: described otherwise, shown to others, an older version, removed."""

from django.db import transaction
from django.utils import timezone

from cityops.accounts.models import User
from cityops.datasets.actions.upload import Description, check_audience
from cityops.datasets.errors import NothingKept, StaleDataset
from cityops.datasets.models import Dataset, DatasetVersion
from cityops.datasets.queries import may_change
from cityops.datasets.showing import hide, show
from cityops.errors import NotAllowed, NotFound
from cityops.features.history import record


@transaction.atomic
def change_dataset(*, actor: User, dataset_id: int, seen: int, description: Description) -> Dataset:
    """Describe it otherwise, or show it to others. Raises StaleDataset, MayNotPublish, NoneOfMyAgencies."""
    dataset = _locked(actor, dataset_id, seen)
    check_audience(actor, description, dataset)
    before = dataset.audience
    changed = [name for name, value in vars(description).items() if getattr(dataset, name) != value]
    for name, value in vars(description).items():
        setattr(dataset, name, value)
    dataset.version += 1
    dataset.save()
    show(dataset)
    record(dataset, "change", actor=actor, fields=changed, before=before, audience=dataset.audience)
    return dataset


@transaction.atomic
def show_version(*, actor: User, dataset_id: int, seen: int, number: int) -> Dataset:
    """Show one of the versions that are kept. Raises StaleDataset, NotFound, NothingKept."""
    dataset = _locked(actor, dataset_id, seen)
    version = DatasetVersion.objects.filter(dataset=dataset, number=number).first()
    if version is None:
        raise NotFound
    if not version.is_kept:
        raise NothingKept
    dataset.shown = version
    dataset.version += 1
    dataset.save()
    show(dataset)
    record(dataset, "show_version", actor=actor, number=number)
    return dataset


@transaction.atomic
def remove_dataset(*, actor: User, dataset_id: int, seen: int) -> Dataset:
    """Take it from the map. Its newest versions stay for the operator; nobody sees it any more. Raises StaleDataset."""
    dataset = _locked(actor, dataset_id, seen)
    dataset.removed_at = timezone.now()
    dataset.version += 1
    dataset.save()
    hide(dataset)
    record(dataset, "remove", actor=actor)
    return dataset


def _locked(actor: User, dataset_id: int, seen: int) -> Dataset:
    dataset = Dataset.objects.select_for_update().filter(pk=dataset_id, removed_at=None).first()
    if dataset is None:
        raise NotFound
    if not may_change(actor, dataset):
        raise NotAllowed
    if dataset.version != seen:
        raise StaleDataset
    return dataset
