"""The style guide: every component in every state, for those who work on the pages. Only while debugging."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cityops.reports.workflow import ReportState


class SampleForm(forms.Form):
    """One field of each kind."""

    text = forms.CharField(label="Nama jalan atau tempat", help_text="Misalnya: depan SDN Temas 1", max_length=20)
    long_text = forms.CharField(label="Apa yang terjadi?", widget=forms.Textarea)
    choice = forms.ChoiceField(label="SKPD tujuan", choices=[("", "Pilih…"), ("dlh", "DLH"), ("dpupr", "DPUPR")])
    radio = forms.ChoiceField(
        label="Hasil", choices=[("done", "Selesai"), ("partly", "Sebagian")], widget=forms.RadioSelect
    )
    agree = forms.BooleanField(label="Beri tahu saya lewat surel", required=False)


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show it."""
    if not settings.DEBUG:
        raise Http404
    context: dict[str, Any] = {
        "states": ReportState.choices,
        "form": SampleForm(),
        "bad_form": SampleForm({"text": "Jalan yang terlalu panjang namanya"}),
        "page": Paginator(range(60), 20).page(2),
        "steps": _steps(timezone.now()),
        "tree": [
            {
                "code": "35.79.01",
                "name": "Batu",
                "url": "#",
                "count": 64,
                "children": [
                    {"code": "35.79.01.1001", "name": "Temas", "url": "#", "count": 23, "is_current": True},
                    {"code": "35.79.01.1004", "name": "Sisir", "url": "#", "count": 41},
                ],
            },
            {"code": "35.79.02", "name": "Bumiaji", "url": "#", "count": 38},
        ],
    }
    return render(request, "desk/styleguide.html", context)


def _steps(now: datetime) -> list[dict[str, Any]]:
    return [
        {"title": "Diterima", "when": now - timedelta(days=4), "status": "new", "stage": "done"},
        {"title": "Didisposisikan ke DPUPR", "when": now - timedelta(days=3), "status": "routed", "stage": "done"},
        {
            "title": "Diproses",
            "when": now - timedelta(hours=20),
            "status": "in_progress",
            "stage": "now",
            "body": "Tim datang besok pagi.",
        },
        {"title": "Selesai", "when": "paling lambat Kamis, 3 Des", "status": "resolved", "stage": "later"},
    ]
