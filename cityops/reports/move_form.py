"""The form of a move on a report."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cityops.agencies.bulk_form import OfMany
from cityops.agencies.hands import colleague_choices
from cityops.agencies.models import Agency
from cityops.features import move_form
from cityops.features.workflow import Move
from cityops.reports.actions.staff import PlannedDate
from cityops.reports.forms import SeveralFiles
from cityops.reports.models import Photo, Report
from cityops.reports.queries import photos_waiting
from cityops.reports.workflow import WORKFLOW, Outcome

# Who will read what is typed: the difference between an answer and a note is not to be guessed.
_EVERYONE = _("The reporter and everyone else will read this.")
_STAFF = _("Only staff will read this.")
READERS: dict[str, Promise] = {
    "route": _STAFF,
    "return": _STAFF,
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
    ("assign", "assignee"): _("Whose work is this?"),
    ("return", "reason"): _("Why is this not your agency’s?"),
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
LONGEST_HIDDEN_REASON = 300
TAKES_PHOTOS = "photos"  # the field by which a move is known that takes any
_NO_PHOTO = _(
    "There is no photo of the result, so the reporter cannot see it. Add one; or send again as it is: “%(without)s” is "
    "chosen now."
)


class MoveForm(move_form.MoveForm):
    """What each verb asks the officer."""

    workflow = WORKFLOW
    readers = READERS
    questions = QUESTIONS
    longest = 4000
    field_order = ("seen", "outcome", "outcome_date")  # the date belongs to one of the outcomes

    def __init__(self, data: Any = None, *, move: Move, feature: Any) -> None:
        super().__init__(data, move=move, feature=feature)
        self.photo_faults: list[str] | None = None  # of the files that came with the form; None: they were not taken in
        self.key: UUID | None = _key_in(data) if TAKES_PHOTOS in move.takes else None

    @property
    def received(self) -> list[Photo]:
        """The photos that have been received under `key`, now or with an earlier try."""
        return list(photos_waiting(self.key)) if self.is_bound and self.key else []

    def clean(self) -> dict[str, Any]:
        """Ask for a photo where something was done; who sends again sends without.

        Where photos are not taken in none is asked for: the move cannot be made at all.
        """
        data = super().clean() or {}
        if TAKES_PHOTOS not in self.fields or self.photo_faults is None:
            return data
        for fault in self.photo_faults:
            self.add_error(TAKES_PHOTOS, fault)
        is_without = data.get("outcome") == Outcome.DONE and not data.get("without_photo") and not self.received
        if is_without and not self.photo_faults:
            self.add_error(TAKES_PHOTOS, _NO_PHOTO % {"without": self.fields["without_photo"].label})
            self.data = {**{name: self.data[name] for name in self.data}, "without_photo": "on"}
        return data

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, as the actions take it: of photos the key."""
        given = super().given
        if TAKES_PHOTOS in self.fields:
            given = {name: value for name, value in given.items() if name not in (TAKES_PHOTOS, "without_photo")}
            given["photos_under"] = self.key
        return given

    def field_of(self, name: str, feature: Any) -> forms.Field:
        """Return agencies, outcomes or a date to choose from, or words."""
        match name:
            case "agency":
                return forms.ChoiceField(choices=lambda: agency_choices(feature))
            case "assignee":
                return forms.ChoiceField(choices=lambda: colleague_choices(feature))
            case "outcome":
                return forms.ChoiceField(choices=Outcome.choices, widget=forms.RadioSelect)
            case "outcome_date":
                only = _("Only with the outcome “Planned”.")
                calendar = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
                return forms.DateField(widget=calendar, help_text=only)
            case "photos":
                photos = forms.Field(widget=SeveralFiles(attrs={"accept": "image/*", "multiple": True}))
                photos.help_text = _("Goes beside the photo of the report. Where and when it was taken is removed.")
                photos.beside = "reports/after_photos.html"  # type: ignore[attr-defined]
                return photos
            case "without_photo":
                return forms.BooleanField()
            case "responsible":
                return forms.CharField(max_length=200)
        return self.words(LONGEST_HIDDEN_REASON if self.move.verb == "hide" else self.longest)


def _key_in(data: Any) -> UUID:
    """Return the key under which photos of the result are received: that of the try before, or a new one."""
    try:
        return UUID(str(data.get("key")))
    except (AttributeError, ValueError):
        return uuid4()


class BulkMoveForm(OfMany, MoveForm):
    """What a verb asks for many reports at once: no photos, which would show one of them."""

    def __init__(self, data: Any = None, *, move: Move, feature: Any) -> None:
        super().__init__(data, move=move, feature=feature)
        for name in (TAKES_PHOTOS, "without_photo"):
            self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        """Ask for a date to come where something is planned, before all of them are refused for it."""
        data = super().clean()
        to_come = data.get("outcome_date")
        is_dated = to_come is not None and to_come > timezone.localdate()
        if data.get("outcome") == Outcome.PLANNED and "outcome_date" not in self.errors and not is_dated:
            self.add_error("outcome_date", str(PlannedDate.text))
        return data

    def field_of(self, name: str, feature: Any) -> forms.Field:
        """Return any agency to choose from, whoever has the reports."""
        if name == "agency":
            return forms.ChoiceField(choices=lambda: grouped_agencies(list(Agency.objects.order_by("short_name"))))
        return super().field_of(name, feature)


def agency_choices(report: Report) -> list[tuple[Any, Any]]:
    """Return the agencies a report can go to, the category's own first, those outside the city's government last."""
    agencies = list(Agency.objects.exclude(pk=report.agency_id).order_by("short_name"))
    return grouped_agencies(agencies, first=report.category.agency_id)


def grouped_agencies(agencies: list[Agency], first: str | None = None) -> list[tuple[Any, Any]]:
    """Return agencies to choose from in groups; the one with the code `first` before all."""
    own = [one for one in agencies if one.pk == first]
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
