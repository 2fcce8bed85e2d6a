"""`/r/<code>/`: the report's page, and what its reporter may do there."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reswap, retarget

from cityops.areas.city import this_city
from cityops.errors import CityError, NotFound
from cityops.features.codes import clean_code
from cityops.features.secrets import is_secret_of, secret_of
from cityops.reports.actions import forget_my_contact, reopen_by_reporter, reply_to_report
from cityops.reports.actions.reporter import may_reopen
from cityops.reports.forms import WordForm
from cityops.reports.models import Report, ReportContact
from cityops.reports.reading import Reading, read_report
from cityops.reports.report_map import place_map_config
from cityops.reports.secrets import (
    codes_on_this_phone,
    follow_on_this_phone,
    followed_on_this_phone,
    remember_on_this_phone,
)
from cityops.reports.timeline import steps_of
from cityops.web.respond import respond


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Lead from a code that was typed to its report."""
    typed = request.GET.get("kode", "").strip()[:40]
    return redirect("reports:detail", typed.replace("/", "")) if typed.replace("/", "") else redirect("reports:list")


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a report; forgives how the code was typed."""
    cleaned = clean_code(code, this_city().public_code_prefix)
    if cleaned is None:
        return render(request, "reports/bad_code.html", {"typed": code}, status=HTTPStatus.NOT_FOUND)
    if cleaned != code:
        query = request.META.get("QUERY_STRING", "")
        return redirect(reverse("reports:detail", args=[cleaned]) + (f"?{query}" if query else ""))
    return _page(request, _reading(request, code))


@require_safe
def secret(request: HttpRequest, code: str, secret: str) -> HttpResponse:
    """Let this browser act as the reporter, who alone knows the link."""
    report = Report.objects.filter(code=clean_code(code, this_city().public_code_prefix)).first()
    if report is None or not is_secret_of(report, secret):
        raise NotFound
    response = redirect("reports:detail", report.code)
    response["X-Robots-Tag"] = "noindex"
    remember_on_this_phone(request, response, report)
    return response


@require_POST
def reply(request: HttpRequest, code: str) -> HttpResponse:
    """Take in the reporter's reply."""
    return _say(request, code, reply_to_report, "reply_form")


@require_POST
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Take "not solved yet" for an answer."""
    return _say(request, code, reopen_by_reporter, "reopen_form")


@require_POST
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Begin following a report on this phone, or stop."""
    report = _reading(request, code).report
    response = redirect("reports:detail", report.code)
    follow_on_this_phone(request, response, report, follow=request.POST.get("stop") != "1")
    return response


@require_POST
def forget_contact(request: HttpRequest, code: str) -> HttpResponse:
    """Erase the reporter's contact details at their wish."""
    reading = _reading(request, code)
    if not reading.is_reporter:
        raise NotFound
    forget_my_contact(pk=reading.report.pk)
    words = _("Your contact details are erased. You will get no more messages about this report.")
    messages.success(request, words)
    return redirect("reports:detail", code)


def _say(request: HttpRequest, code: str, action: Any, form_name: str) -> HttpResponse:
    reading = _reading(request, code)
    if not reading.is_reporter:
        raise NotFound
    form = WordForm(request.POST)
    if form.is_valid():
        try:
            action(pk=reading.report.pk, text=form.cleaned_data["text"])
        except CityError as fault:
            form.add_error(None, str(fault))
            response = _page(request, _reading(request, code), {form_name: form}, fault.status)
            retarget(response, "#life")  # where it stands now, with what was typed: not among the messages
            reswap(response, "outerHTML")
            return response
        return _page(request, _reading(request, code), {"just_said": form_name})
    return _page(request, reading, {form_name: form}, HTTPStatus.UNPROCESSABLE_ENTITY)


def _reading(request: HttpRequest, code: str) -> Reading:
    return read_report(code, user=request.user, on_this_phone=codes_on_this_phone(request))


def _page(
    request: HttpRequest, reading: Reading, more: dict[str, Any] | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    report = reading.report
    photos = list(reading.photos())
    context: dict[str, Any] = {
        "reading": reading,
        "report": report,
        "photos": photos,
        "lacks_after": report.lacks_after(photos),
        "public_url": request.build_absolute_uri(reverse("reports:detail", args=[report.code])),
    }
    steps = steps_of(report, with_reporters_words=reading.sees_all)
    context |= {
        "steps": steps,
        "is_followed": report.code in followed_on_this_phone(request),
        "question": next((step.body for step in steps if step.stage == "now"), ""),
        "map_config": place_map_config(reading),
        "map_label": _("Map with the place of this report"),
    }
    if reading.is_reporter:
        context |= {
            "is_just_sent": request.GET.get("baru") == "1",
            "may_reopen": may_reopen(report),
            "has_contact": ReportContact.objects.filter(report=report).exists(),
            "reply_form": WordForm(auto_id="reply_%s"),
            "reopen_form": WordForm(auto_id="reopen_%s"),
            "secret_url": request.build_absolute_uri(reverse("reports:secret", args=[report.code, secret_of(report)])),
        }
    context |= more or {}
    then = reverse("reports:detail", args=[report.code]) + "#langkah"
    return _private(respond(request, "reports/detail.html", "conversation", context, status=status, then=then))


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_cache=True)
    return response
