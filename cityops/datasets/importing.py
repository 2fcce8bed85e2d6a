"""Making a layer of an upload: all or nothing, beside what is shown until it is whole."""

import logging
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.utils.text import slugify

from cityops.datasets import files
from cityops.datasets.errors import Interrupted, told
from cityops.datasets.models import Dataset, DatasetVersion, State, Upload, What
from cityops.datasets.progress import Cancelled, Reporter
from cityops.datasets.showing import drop_older_versions, show
from cityops.errors import CityError
from cityops.features.history import record
from geodata.readers.choices import Choices
from geodata.readers.inspection import Inspection
from geodata.readers.raster import to_cog
from geodata.readers.streaming import stream_vector
from layers.loading import Loaded, load_table
from layers.rasters.style import default_style
from layers.registry import Geometry
from layers.tables import TableColumn, is_taken

logger = logging.getLogger(__name__)
_NOTES_KEPT = 200
_SAID = ("label", "about", "source", "licence", "dated", "audience", "agency")


def make_layer(upload_id: int) -> None:
    """Import an upload. A second worker that has it too, since the first seemed dead, does nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('datasets.import'), %s)", [upload_id])
        if not cursor.fetchone()[0]:
            return
        try:
            _import(upload_id)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('datasets.import'), %s)", [upload_id])


def _import(upload_id: int) -> None:
    upload = Upload.objects.select_related("replaces", "owner").filter(pk=upload_id, state=State.IMPORTING).first()
    if upload is None:
        return
    try:
        with Reporter(upload.pk, _rows_expected(upload)) as reporter, transaction.atomic():
            dataset = _dataset_of(upload)
            _load(upload, dataset, reporter)
        files.forget(upload.path)
    except Cancelled:
        _end(upload_id, State.CANCELLED, None)
        files.forget(upload.path)
    except CityError as fault:
        _end(upload_id, State.FAILED, told(fault))
    except Exception:
        logger.exception("upload %s could not be imported", upload.pk)
        _end(upload_id, State.FAILED, told(Interrupted()))


def _load(upload: Upload, dataset: Dataset, reporter: Reporter) -> None:
    number = 1 + (dataset.versions.order_by("-number").values_list("number", flat=True).first() or 0)
    version = DatasetVersion(
        dataset=dataset,
        number=number,
        file_name=upload.file_name,
        file_bytes=upload.file_bytes,
        made_by=upload.owner,
    )
    load = _make_raster if upload.what == What.RASTER else _load_rows
    load(upload, dataset, version, reporter)
    version.save()
    dataset.shown = version
    dataset.version += 1
    dataset.save()
    show(dataset)
    drop_older_versions(dataset)
    record(dataset, "replace" if number > 1 else "import", actor=upload.owner, number=number, rows=version.rows)
    Upload.objects.filter(pk=upload.pk).update(state=State.DONE, dataset=dataset, fault=None)


def _load_rows(upload: Upload, dataset: Dataset, version: DatasetVersion, reporter: Reporter) -> None:
    """Fill the version's table from the file, and say in the version what is in it."""
    found = Inspection.from_dict(upload.inspection or {})
    choices = Choices.from_dict(upload.choices)
    columns = [
        TableColumn(column.name, column.source.strip() or column.name, column.kind)
        for column in choices.columns
        if column.is_kept
    ]
    version.table = f"d{dataset.pk}_v{version.number}"
    version.geometry = found.geometry
    with stream_vector(files.path_of(upload.path), choices) as stream:

        def pieces() -> Iterator[bytes]:
            for piece in stream:
                reporter.tell(stream.rows_written)
                yield piece
            reporter.tell(stream.rows_written, "areas")

        loaded = load_table(
            name=dataset.name,
            table=version.table,
            geometry=Geometry(found.geometry),
            columns=columns,
            rows=pieces(),
        )
        version.notes = [_note(problem) for problem in stream.problems[:_NOTES_KEPT]]
    _say(version, loaded, columns)


def _make_raster(upload: Upload, dataset: Dataset, version: DatasetVersion, reporter: Reporter) -> None:
    """Make the version's file of the one that was sent, and say in the version what is in it."""
    version.path = f"rasters/{dataset.pk}-{version.number}/raster.tif"
    target = files.path_of(version.path)
    target.parent.mkdir(parents=True, exist_ok=True)
    crs = Choices.from_dict(upload.choices).crs
    try:
        made = to_cog(
            files.path_of(upload.path),
            target,
            crs=crs,
            name=upload.file_name,
            progress=lambda percent: reporter.tell(round(percent), "percent"),
        )
    except BaseException:
        files.forget(version.path)
        raise
    version.geometry, version.extent, version.rows = "raster", made.extent, made.width * made.height
    version.facts = {
        "bands": len(made.bands),
        "width": made.width,
        "height": made.height,
        "pixel_m": made.pixel_m,
        "max_zoom": made.max_zoom,
        "is_elevation": made.is_elevation,
        "style": default_style(made).to_json(),
    }


def _say(version: DatasetVersion, loaded: Loaded, columns: list[TableColumn]) -> None:
    version.columns = [{"name": one.name, "label": str(one.label), "kind": str(one.kind)} for one in columns]
    version.rows, version.outside, version.extent = loaded.rows, loaded.outside, loaded.extent


def _note(problem: Any) -> dict[str, Any]:
    return {"code": problem.code, "row": problem.row, "count": problem.count, "params": problem.params or {}}


def _rows_expected(upload: Upload) -> int:
    """Return how many rows there are to come, of a raster percents."""
    return Inspection.from_dict(upload.inspection or {}).rows if upload.what == What.VECTOR else 100


def _dataset_of(upload: Upload) -> Dataset:
    """Return the dataset that an upload becomes a version of: a new one, or the one that it replaces, as described."""
    said = {name: getattr(upload, name) for name in _SAID}
    if upload.replaces_id is None:
        return Dataset.objects.create(name=_free_name(upload.label), what=upload.what, owner=upload.owner, **said)
    dataset = Dataset.objects.select_for_update().get(pk=upload.replaces_id)
    for name, value in said.items():
        setattr(dataset, name, value)
    return dataset


def _free_name(label: str) -> str:
    """Return a name for a layer that says what it is, and that no other has."""
    plain = slugify(label).replace("_", "-").strip("-")[:32].strip("-")
    plain = plain if plain[:1].isalpha() else f"data-{plain}".strip("-")
    name, number = plain, 1
    while is_taken(name) or Dataset.objects.filter(name=name).exists():
        number += 1
        name = f"{plain}-{number}"
    return name


@transaction.atomic
def _end(upload_id: int, state: State, fault: dict[str, Any] | None) -> None:
    Upload.objects.filter(pk=upload_id).update(state=state, fault=fault)
