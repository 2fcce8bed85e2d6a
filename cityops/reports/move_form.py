"""The form of a move, made from what the workflow says it needs and takes."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cityops.agencies.models import Agency
from cityops.features.workflow import Move
from cityops.reports.models import Report
from cityops.reports.workflow import WORKFLOW, Outcome

# Who will read what is typed: the difference between an answer and a note is not to be guessed.
_EVERYONE = _("The reporter and everyone else will read this.")
_STAFF = _("Only staff will read this.")
READERS: dict[str, Promise] = {
    "route": _STAFF,
    "ask": _EVERYONE,
    "answer": _EVERYONE,
    "note": _STAFF,
    "resolve": _EVERYONE,
    "reject": _EVERYONE,
    "archive": _EVERYONE,
    "hide": _STAFF,
    "reopen": _STAFF,
}
QUESTIONS: dict[tuple[str, str], Promise] = {
    ("route", "agency"): _("To which agency?"),
    ("route", "reason"): _("Why to them?"),
    ("ask", "text"): _("What do you need to know?"),
    ("answer", "text"): _("Your answer"),
    ("note", "text"): _("Note"),
    ("resolve", "outcome"): _("What came of it?"),
    ("resolve", "text"): _("What was done?"),
    ("resolve", "outcome_date"): _("Planned for"),
    ("reject", "reason"): _("Why is this not ours?"),
    ("reject", "responsible"): _("Who is responsible, and where can they be reached?"),
    ("archive", "reason"): _("Why is this put away?"),
    ("hide", "reason"): _("Why must this be hidden?"),
    ("reopen", "reason"): _("Why is this taken up again?"),
}
LONGEST = 4000
LONGEST_HIDDEN_REASON = 300


class MoveForm(forms.Form):
    """Fields as the workflow's table names them, and `seen`: the version that was on the screen."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, move: Move, report: Report) -> None:
        super().__init__(data, initial={"seen": report.version}, auto_id=f"move-{move.verb}-%s", label_suffix="")
        self.move = move
        for name in (*move.needs, *move.takes):
            field = self._field(name, report)
            field.required = name in move.needs
            field.label = str(QUESTIONS.get((move.verb, name), WORKFLOW.field_labels[name]))
            self.fields[name] = field
        self.order_fields(["seen", "outcome", "outcome_date"])  # the date belongs to one of the outcomes
        first = next((name for name in self.fields if name != "seen"), None)
        if first:
            self.fields[first].widget.attrs["autofocus"] = True

    def _field(self, name: str, report: Report) -> forms.Field:
        match name:
            case "agency":
                return forms.ChoiceField(choices=lambda: agency_choices(report))
            case "outcome":
                return forms.ChoiceField(choices=Outcome.choices, widget=forms.RadioSelect)
            case "outcome_date":
                return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
            case "responsible":
                return forms.CharField(max_length=200)
        longest = LONGEST_HIDDEN_REASON if self.move.verb == "hide" else LONGEST
        widget = forms.Textarea(attrs={"rows": 4})
        return forms.CharField(max_length=longest, help_text=str(READERS.get(self.move.verb, "")), widget=widget)

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, as the actions take it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


def agency_choices(report: Report) -> list[tuple[Any, Any]]:
    """Return the agencies a report can go to, the category's own first, those outside the city's government last."""
    agencies = list(Agency.objects.exclude(pk=report.agency_id).order_by("short_name"))
    own = [one for one in agencies if one.pk == report.category.agency_id]
    rest = [one for one in agencies if one not in own]
    groups = [
        (_("Usually for this category"), own),
        (_("Agencies of the city"), [one for one in rest if one.is_ours]),
        (_("Others"), [one for one in rest if not one.is_ours]),
    ]
    filled = [(label, [(one.pk, _name(one)) for one in members]) for label, members in groups if members]
    return [("", _("Choose…")), *filled]


def _name(agency: Agency) -> str:
    return agency.short_name if agency.short_name == agency.name else f"{agency.short_name} · {agency.name}"
