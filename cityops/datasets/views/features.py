"""The rows of a file as features, over HTTP: columns chosen, tried out, taken in, and what came of it."""

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cityops.accounts.models import User
from cityops.agencies.staff import staff_only
from cityops.datasets.actions import begin_taking_in, begin_trial
from cityops.datasets.errors import in_words
from cityops.datasets.made import first_made
from cityops.datasets.mapping import MappingForm, offers
from cityops.datasets.models import READY, Settled, State, Upload, What
from cityops.datasets.outcome_words import result_of, rows_as_csv
from cityops.datasets.progress_words import progress_of
from cityops.datasets.queries import may_import, upload_with_key
from cityops.datasets.read_form import CODES, ReadForm
from cityops.datasets.words_form import WordsForm, words_in_words
from cityops.errors import CityError, NotAllowed, NotFound
from cityops.features.imports import Target, target_named
from geodata.readers.inspection import Inspection


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def page(request: HttpRequest, key: UUID, target: str) -> HttpResponse:
    """Choose columns for a target; see what would happen. Posted: try it out."""
    user = cast(User, request.user)
    upload = upload_with_key(key, user)
    wanted = target_named(target)
    if wanted is None or upload.what != What.VECTOR:
        raise NotFound
    if not may_import(user, wanted):
        raise NotAllowed
    if upload.state not in READY:
        if upload.target == target and upload.is_under_way:
            return _page(request, upload, wanted, None, None)
        return redirect(upload)
    found = Inspection.from_dict(upload.inspection or {})
    if found.is_fatal or upload.replaces_id or offers([wanted], found)[0].lacks:
        return redirect(f"{upload.get_absolute_url()}?look")
    said = request.POST if request.method == "POST" else None
    form = MappingForm(said, target=wanted, found=found, mapping=upload.mapping_for(target))
    words = WordsForm(said, user=user, upload=upload, target=wanted)
    if said is None:
        return _page(request, upload, wanted, form, words)
    read = ReadForm(said, upload=upload, target=wanted)
    if not all((form.is_valid(), words.is_valid(), read.is_valid())):
        return _page(request, upload, wanted, form, words, status=422)
    try:
        mapping = read.put_into(words.put_into(form.mapping()))
        begin_trial(actor=user, upload_id=upload.pk, target=target, mapping=mapping)
    except CityError as fault:
        return _page(request, upload, wanted, form, words, fault=fault, status=fault.status)
    return redirect("datasets:as_features", key, target)


@staff_only
@require_POST
def take(request: HttpRequest, key: UUID) -> HttpResponse:
    """Do what was tried out."""
    user = cast(User, request.user)
    upload = upload_with_key(key, user)
    begin_taking_in(actor=user, upload_id=upload.pk)
    return redirect("datasets:as_features", key, upload.target)


@require_safe
@staff_only
def rows(request: HttpRequest, key: UUID) -> StreamingHttpResponse:
    """Give what became of each row as a CSV file."""
    upload = upload_with_key(key, request.user)
    if not upload.result:
        raise NotFound
    answer = StreamingHttpResponse(rows_as_csv(upload), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{upload.target}.csv"'
    return answer


def result_page(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Show what came of an import that is done."""
    context = {
        "upload": upload,
        "target": target_named(upload.target),
        "result": result_of(upload),
        "waiting": upload.doubtful.filter(state=Settled.WAITING).count(),
        "made": first_made(upload),
    }
    return render(request, "datasets/taken_in.html", context)


def _page(
    request: HttpRequest,
    upload: Upload,
    target: Target,
    form: MappingForm | None,
    words: WordsForm | None,
    *,
    fault: CityError | None = None,
    status: int = 200,
) -> HttpResponse:
    is_this = upload.target == target.name
    read = ReadForm(request.POST if status == 422 else None, upload=upload, target=target)
    context = {
        "upload": upload,
        "target": target,
        "form": form,
        "read": read,
        "words": words,
        "words_told": words_in_words(words.open) if words and words.open else "",
        "columns": _samples(upload),
        "result": result_of(upload, words.asked if words else frozenset(), besides=CODES)
        if is_this and upload.state == State.TRIED
        else None,
        "fault": fault or (in_words(upload.fault) if upload.fault and is_this else None),
        "progress": progress_of(upload),
    }
    return render(request, "datasets/as_features.html", context, status=status)


def _samples(upload: Upload) -> dict[str, str]:
    """Return some values of each column, for whoever chooses among them."""
    found = Inspection.from_dict(upload.inspection or {})
    return {column.source: " · ".join(column.samples[:3])[:60] for column in found.columns}
