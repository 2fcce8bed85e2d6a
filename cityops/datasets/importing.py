"""Making a layer of an upload: all or nothing, beside what is shown until it is whole."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from procrastinate.contrib.django import app

from cityops.areas.queries import extent_of_city
from cityops.datasets import files
from cityops.datasets.deriving import derive_raster
from cityops.datasets.errors import Interrupted
from cityops.datasets.giving_back import given_back_at_a_fault
from cityops.datasets.holding import alone, is_of_another_run
from cityops.datasets.models import TRIES, Dataset, DatasetVersion, State, Upload, What
from cityops.datasets.progress import Cancelled, Reporter
from cityops.datasets.rasters import facts_of
from cityops.datasets.showing import drop_older_versions, show
from cityops.features.history import record
from geodata.readers.choices import Choices
from geodata.readers.inspection import AWAY, Inspection, Problem
from geodata.readers.raster import to_cog
from geodata.readers.streaming import stream_vector
from layers.loading import Loaded, load_table
from layers.naming import INDEXED_FROM
from layers.registry import Geometry
from layers.tables import TableColumn, is_taken, spelled

INDEX_NAMES = "datasets.index_names"  # a task of `tasks.py`, by name
_NOTES_KEPT = 200
_SAID = ("label", "about", "source", "licence", "dated", "audience", "agency")


def make_layer(upload_id: int, *, tries_before: int = TRIES - 1, run: str = "") -> None:
    """Import an upload. A second worker that has it too, since the first seemed dead, waits for the end of that one.

    tries_before, and what it raises: see `given_back_at_a_fault`. run: see `is_of_another_run`.
    """
    with alone(upload_id):
        _import(upload_id, tries_before, run)


def _import(upload_id: int, tries_before: int, run: str) -> None:
    upload = Upload.objects.select_related("replaces", "owner", "derives__shown").filter(pk=upload_id).first()
    if upload is None or upload.target:
        return
    if upload.state in (State.DONE, State.CANCELLED):
        files.forget(upload.path)  # its worker was killed before it tidied up
        return
    if upload.state != State.IMPORTING or is_of_another_run(upload, run):
        return
    with given_back_at_a_fault(upload, tries_before):
        if tries_before >= TRIES:
            raise Interrupted
        with Reporter(upload.pk, _rows_expected(upload)) as reporter, transaction.atomic():
            dataset = _dataset_of(upload)
            _load(upload, dataset, reporter)
        files.forget(upload.path)


def _load(upload: Upload, dataset: Dataset, reporter: Reporter) -> None:
    number = 1 + (dataset.versions.order_by("-number").values_list("number", flat=True).first() or 0)
    version = DatasetVersion(
        dataset=dataset,
        number=number,
        file_name=upload.file_name,
        file_bytes=upload.file_bytes,
        made_by=upload.owner,
    )
    _loader_of(upload)(upload, dataset, version, reporter)
    reporter.ask()  # areas and cells of many rows take their time
    version.save()
    dataset.shown = version
    dataset.version += 1
    dataset.save()
    show(dataset)
    drop_older_versions(dataset)
    verb = "derive" if upload.derivation else "replace" if number > 1 else "import"
    record(dataset, verb, actor=upload.owner, number=number, rows=version.rows)
    if version.table and version.rows >= INDEXED_FROM:
        app.configure_task(INDEX_NAMES).defer(version_id=version.pk)
    going_on = Upload.objects.filter(pk=upload.pk, is_cancelled=False)
    if not going_on.update(state=State.DONE, dataset=dataset, fault=None):
        raise Cancelled


def _loader_of(upload: Upload) -> Callable[[Upload, Dataset, DatasetVersion, Reporter], None]:
    if upload.derivation:
        return derive_raster
    return _make_raster if upload.what == What.RASTER else _load_rows


def _load_rows(upload: Upload, dataset: Dataset, version: DatasetVersion, reporter: Reporter) -> None:
    """Fill the version's table from the file, and say in the version what is in it."""
    found = Inspection.from_dict(upload.inspection or {})
    choices = Choices.from_dict(upload.choices)
    columns = [
        TableColumn(
            column.name,
            column.source.strip() or column.name,
            column.kind,
            is_place=column.source in (choices.x, choices.y),
        )
        for column in choices.columns
        if column.is_kept
    ]
    version.table = f"d{dataset.pk}_v{version.number}"
    version.geometry = found.geometry
    city = extent_of_city() if choices.leaves_away else None
    with stream_vector(files.path_of(upload.path), choices, city=city) as stream:

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
        version.notes = _notes(stream.problems)
        if loaded.split:
            version.notes.append({"code": "points_split", "row": None, "count": 1, "params": {"count": loaded.split}})
    _say(version, loaded, columns)


def _make_raster(upload: Upload, dataset: Dataset, version: DatasetVersion, reporter: Reporter) -> None:
    """Make the version's file of the one that was sent, and say in the version what is in it."""
    made = to_cog(
        files.path_of(upload.path),
        files.raster_path(upload, version),
        crs=Choices.from_dict(upload.choices).crs,
        name=upload.file_name,
        progress=lambda percent: reporter.tell(round(percent), "percent"),
    )
    version.geometry, version.extent, version.rows = "raster", made.extent, made.width * made.height
    version.facts = facts_of(made)


def _say(version: DatasetVersion, loaded: Loaded, columns: list[TableColumn]) -> None:
    version.columns = spelled(columns)
    version.rows, version.outside, version.extent = loaded.rows, loaded.outside, loaded.extent


def _notes(problems: tuple[Problem, ...]) -> list[dict[str, Any]]:
    """Return what is to be known of what went in; of rows that were far away only how many they were."""
    notes = [_note(problem) for problem in problems if problem.code != AWAY][:_NOTES_KEPT]
    if away := sum(problem.count for problem in problems if problem.code == AWAY):
        notes.append({"code": "left_out_away", "row": None, "count": 1, "params": {"count": away}})
    return notes


def _note(problem: Problem) -> dict[str, Any]:
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
