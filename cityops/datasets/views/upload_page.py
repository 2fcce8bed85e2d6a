"""The page of an upload: what was found in the file, what stands against it, and all that can be chosen."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cityops.datasets.choices_form import CRS_OFFERED, ChoicesForm
from cityops.datasets.columns import arrived, as_before, has_places
from cityops.datasets.errors import in_words
from cityops.datasets.forms import DescriptionForm, said_of
from cityops.datasets.mapping import offers
from cityops.datasets.models import READY, Upload, What
from cityops.datasets.preview import preview_config
from cityops.datasets.problems import problems_of
from cityops.datasets.progress_words import progress_of
from cityops.datasets.queries import columns_before, targets_of
from cityops.datasets.remedies import field_of
from cityops.datasets.standing import is_unusable
from cityops.errors import CityError
from geodata.readers.choices import Choices
from geodata.readers.inspection import Inspection, Problem
from geodata.readers.raster_facts import RasterInspection


def choices_form(upload: Upload, data: Any = None) -> ChoicesForm:
    """Return the form of how it is read: as it was found and chosen, with what the last import failed at."""
    found, choices = _found_in(upload), Choices.from_dict(upload.choices)
    if found and not choices.columns:
        choices = replace(choices, columns=as_before(found, columns_before(upload.replaces)))
    form = ChoicesForm(data, found=found, choices=choices, stopped_by=_stopped_by(upload))
    if upload.what == What.RASTER:
        del form.fields["is_swapped"]
        form.initial["crs"] = form.initial["crs"] or (upload.inspection or {}).get("crs", "")
    return form


def _stopped_by(upload: Upload) -> tuple[Problem, ...]:
    """Return what in the file stood against making a layer of it."""
    kept = upload.fault or {}
    return () if upload.target else tuple(Problem(**problem) for problem in kept.get("problems", ()))


def _found_in(upload: Upload) -> Inspection | None:
    """Return what was found in a file of rows."""
    is_table = upload.what == What.VECTOR and upload.inspection
    return Inspection.from_dict(upload.inspection) if is_table and upload.inspection else None


def _raster_in(upload: Upload) -> RasterInspection | None:
    """Return what was found in a raster."""
    is_raster = upload.what == What.RASTER and upload.inspection
    return RasterInspection.from_json(upload.inspection) if is_raster and upload.inspection else None


def upload_page(
    request: HttpRequest,
    upload: Upload,
    *,
    choices: ChoicesForm | None = None,
    said: DescriptionForm | None = None,
    fault: CityError | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with the page of an upload, and what is wrong with what was sent or stood against its import."""
    found, raster, stopped_by = _found_in(upload), _raster_in(upload), _stopped_by(upload)
    form = choices or choices_form(upload)
    become = offers(targets_of(request.user), found) if found and _may_become_features(upload, found) else []
    context = {
        "upload": upload,
        "found": found,
        "sample": _sample(found) if found else (),
        "raster": raster,
        "vanished": _vanished(upload, found),
        "arrived": arrived(found, columns_before(upload.replaces)) if found else [],
        "problems": problems_of(found, raster, form, stopped_by=stopped_by, become=become),
        "is_ready": upload.state in READY
        and (raster.is_ready if raster else found is None or (not found.is_fatal and has_places(found))),
        "is_unusable": is_unusable(upload),
        "offers": become,
        "form": form,
        "said": said or DescriptionForm(user=request.user, initial=said_of(upload)),
        "fault": fault or _fault_of(upload, found, stopped_by),
        "mend": _("The import stopped, and nothing of it was kept. Mend this, then try again.")
        if stopped_by and not choices
        else _("Not imported: please mend this"),
        "progress": progress_of(upload),
        "map_config": preview_config(found, raster),
        "crs_offered": CRS_OFFERED,
    }
    return render(request, "datasets/upload.html", context, status=status)


def _fault_of(upload: Upload, found: Inspection | None, stopped_by: tuple[Problem, ...]) -> str | None:
    """Return what stood against reading it or making a layer of it; what its rows did stands beside its remedy."""
    if not upload.fault or upload.target:
        return None
    if upload.state not in READY or not stopped_by:
        return in_words(upload.fault)
    columns = found.columns if found else ()
    others = [one.text for one in stopped_by if not one.is_repaired and not field_of(one, columns)]
    return " ".join(others) or None


def _may_become_features(upload: Upload, found: Inspection) -> bool:
    return upload.state in READY and not found.is_fatal and upload.replaces_id is None


def _sample(found: Inspection) -> list[dict[str, Any]]:
    """Return the first rows with their values in the order of the columns."""
    return [
        {"row": row.row, "values": [row.values.get(column.source) for column in found.columns]} for row in found.sample
    ]


def _vanished(upload: Upload, found: Inspection | None) -> list[str]:
    """Return which columns the layer has now that the new file does not."""
    shown = upload.replaces.shown if upload.replaces else None
    if shown is None or found is None:
        return []
    names = {column.name for column in found.columns} | {column.source.strip() for column in found.columns}
    return [column["label"] for column in shown.columns if not {column["name"], column["label"]} & names]
