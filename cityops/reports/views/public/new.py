"""`/lapor/`: the form, as a page and as three steps, and what comes of sending it."""

from contextlib import suppress
from http import HTTPStatus
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cityops.errors import CityError, NotFound
from cityops.reports.actions import drop_photo, receive_photo, send_report
from cityops.reports.choices import category_choices, emergency_numbers
from cityops.reports.forms import ReportForm
from cityops.reports.models import Photo, Report
from cityops.reports.queries import report_sent_under, similar_open
from cityops.reports.report_map import report_map_config
from cityops.reports.secrets import remember_on_this_phone
from cityops.web.address import address_hash
from cityops.web.errors import wants_json

PREFILLED = ("lng", "lat", "desa", "kind", "category")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the form, or take in a report."""
    if request.method != "POST":
        given = {name: request.GET[name][:60] for name in PREFILLED if request.GET.get(name)}
        return _page(request, ReportForm(initial={**given, "key": uuid4()}))
    typed = _with_a_key(request.POST)
    form = ReportForm(typed)
    is_valid = form.is_valid()
    key = UUID(str(typed["key"]))
    first = report_sent_under(key)
    if first is not None and not form.says_what(first):
        return _another(request, typed, first)
    if first is None:
        _receive_photos(request, form, key)
    if not is_valid or form.errors:
        return _refused(request, form)
    data = form.cleaned_data
    if first is None and not (data["similar_seen"] or data["is_only_desa"] or wants_json(request)):
        near = similar_open(place=data["place"], category=data["category"].pk, limit=3)
        if similar := list(near.prefetch_related("photos")):
            return _page(request, form, similar=similar)
    try:
        sent = send_report(
            key=key,
            place=data["place"],
            is_only_desa=data["is_only_desa"],
            category=data["category"],
            text=data["text"],
            need_service=data["need_service"],
            need_for=data["need_for"],
            contact=form.contact,
            address_hash=address_hash(request),
        )
    except CityError as fault:
        form.add_error(None, str(fault))
        return _refused(request, form, fault.status)
    url = reverse("reports:detail", args=[sent.report.code]) + "?baru=1"
    response = JsonResponse({"url": url}, status=HTTPStatus.CREATED) if wants_json(request) else redirect(url)
    remember_on_this_phone(request, response, sent.report)
    return response


def _with_a_key(posted: QueryDict) -> QueryDict:
    """Return what was typed, under a key in any case: one that is missing or no key is replaced."""
    typed = posted.copy()
    try:
        typed["key"] = str(UUID(typed.get("key", "")))
    except ValueError:
        typed["key"] = str(uuid4())
    return typed


def _receive_photos(request: HttpRequest, form: ReportForm, key: UUID) -> None:
    """Drop and keep photos as the form says (without JavaScript); each fault is told with the file's name."""
    for photo in Photo.objects.filter(key=key, report=None, pk__in=_numbers(request.POST.getlist("drop"))):
        with suppress(NotFound):  # gone meanwhile
            drop_photo(key=key, photo_id=photo.pk)
    for upload in request.FILES.getlist("photos"):
        try:
            receive_photo(key=key, upload=upload, address_hash=address_hash(request))
        except CityError as fault:
            form.add_error("photos", f"{upload.name}: {fault}")


def _numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isdecimal() and len(text) < 16]


def _another(request: HttpRequest, typed: QueryDict, first: Report) -> HttpResponse:
    """Ask about what differs under a key that is used up (the back button): it may go as a report of its own."""
    key = uuid4()
    typed["key"] = str(key)
    form = ReportForm(typed)
    form.is_valid()
    _receive_photos(request, form, key)
    return _page(request, form, already_sent=first, status=HTTPStatus.CONFLICT)


def _refused(request: HttpRequest, form: ReportForm, status: int = HTTPStatus.UNPROCESSABLE_ENTITY) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"errors": form.errors}, status=status)
    return _page(request, form, status=status)


def _page(request: HttpRequest, form: ReportForm, *, status: int = HTTPStatus.OK, **more: object) -> HttpResponse:
    key = form["key"].value()
    kinds = category_choices(chosen=str(form["category"].value() or ""))
    context = {
        "form": form,
        "key": str(key),
        "kinds": kinds,
        "emergency": emergency_numbers(),
        "received": Photo.objects.filter(key=key, report=None),
        "first_step": _first_step(form),
        "map_config": report_map_config(),
        "map_label": _("Map of the city: move it until the pin is on the spot"),
        "page_data": {
            "photosUrl": reverse("reports:photo_upload"),
            "sendUrl": reverse("reports:new"),
            "mostPhotos": settings.PHOTOS_PER_REPORT,
            "mostBytes": settings.PHOTO_MAX_BYTES,
            "isFresh": not form.is_bound,
        },
        **more,
    }
    return render(request, "reports/new.html", context, status=status)


def _first_step(form: ReportForm) -> str:
    """Return the step to begin with: the first one with a fault."""
    if not form.is_bound:
        return "where"
    faulty = set(form.errors)
    if faulty & {"lng", "lat", "desa"}:
        return "where"
    return "what" if faulty & {"category", "text", "need_service", "need_for", "photos"} else "send"
