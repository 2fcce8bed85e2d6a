"""Datasets on the map: which table a layer shows, to whom, and which older ones are kept."""

from django.db import transaction

from cityops.datasets import files
from cityops.datasets.models import VERSIONS_KEPT, Dataset, DatasetVersion, What
from layers.loading import drop_table, forget_layer, index_names, show_table
from layers.registry import Geometry
from layers.tables import Audiences, TableColumn


def show(dataset: Dataset) -> None:
    """Let the map show the version that a dataset says, under its name, to its audience."""
    version = dataset.shown
    if version is None or dataset.what != What.VECTOR:
        return
    show_table(
        name=dataset.name,
        label=dataset.label,
        table=version.table,
        geometry=Geometry(version.geometry),
        columns=[TableColumn(**column) for column in version.columns],
        seen_by=audiences_of(dataset),
    )


@transaction.atomic
def index_version(version_id: int) -> None:
    """Let the search box find the rows of a version by their names at once, unless its table is gone by now."""
    version = DatasetVersion.objects.select_for_update(no_key=True).filter(pk=version_id).exclude(table="").first()
    if version is not None:
        index_names(version.table, [TableColumn(**column) for column in version.columns])


def hide(dataset: Dataset) -> None:
    """Take it from the map; its tables stay."""
    if dataset.what == What.VECTOR:
        forget_layer(dataset.name)


def audiences_of(dataset: Dataset) -> Audiences:
    """Return who sees it, in the engine's words."""
    return Audiences(dataset.audience, dataset.owner_id, dataset.agency_id or "")


def drop_older_versions(dataset: Dataset) -> None:
    """Remove what is older than the versions that are kept; the one that is shown stays in any case."""
    for version in dataset.versions.order_by("-number")[VERSIONS_KEPT:]:
        if version.pk == dataset.shown_id or not version.is_kept:
            continue
        table, path = version.table, version.path
        version.table = version.path = ""
        version.save(update_fields=["table", "path"])  # the row before its table, as `index_version` takes them
        if table:
            drop_table(table)
        files.forget(path)
