"""Forms about agencies, categories, days off and ready texts."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from cityops.administration.actions.templates import ReadyText
from cityops.agencies.answer_templates import takes_words
from cityops.agencies.models import Agency, AnswerTemplate, Category, Holiday, WorkingWeek
from cityops.features.work import WorkKind, registered_kinds

MOST_DAYS = 250  # working days: a year
LONGEST_READY_TEXT = 2000
EVERYBODY = "*"  # an agency's code has no star


def _area_of_text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AgencyForm(forms.Form):
    """What is said of an agency."""

    name = forms.CharField(label=_("Name"), max_length=160)
    short_name = forms.CharField(label=_("Short name"), max_length=60)
    remit = forms.CharField(label=_("What it answers for"), max_length=2000, required=False, widget=_area_of_text(3))
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        help_text=_("Residents read it on the pages of services and harvest offers."),
        validators=[RegexValidator(r"^[0-9+() ./-]{3,40}$", _("Write digits only, such as 0341 512 345."))],
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    week = forms.ChoiceField(
        label=_("Working week"),
        choices=WorkingWeek.choices,
        widget=forms.RadioSelect,
        help_text=_("Counts for clocks that start from now on; target dates that are set stay."),
    )
    is_verified = forms.BooleanField(
        label=_("Name and contact are confirmed"),
        required=False,
        help_text=_("By somebody who works there. The list of agencies marks those that are not."),
    )

    def __init__(self, data: Any = None, *, agency: Agency) -> None:
        super().__init__(data, initial={name: getattr(agency, name) for name in self.base_fields}, label_suffix="")

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, by column."""
        return _with_plain_lines(self.cleaned_data)


class CategoryForm(forms.Form):
    """Who answers for a category and how fast, whether it takes reports, and what residents are told."""

    agency = forms.ModelChoiceField(
        Agency.objects.order_by("short_name"),
        label=_("Agency that answers"),
        required=False,
        empty_label=_("None: the dispatcher forwards it"),
        help_text=_("New reports go there; those that are there stay where they are."),
    )
    target_days = forms.IntegerField(
        label=_("Target in working days, from the start of the work"),
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_("Counts for work that starts from now on; target dates that are set stay."),
    )
    is_open = forms.BooleanField(
        label=_("Takes reports"),
        required=False,
        help_text=_("If not, residents read the advice below instead of a form."),
    )
    is_public = forms.BooleanField(
        label=_("Its reports are on the public map"),
        required=False,
        help_text=_("Counts at once, for reports that are there as well."),
    )
    guidance = forms.CharField(
        label=_("Advice to residents, in Indonesian"), max_length=2000, required=False, widget=_area_of_text(3)
    )
    guidance_en = forms.CharField(
        label=_("Advice to residents, in English"), max_length=2000, required=False, widget=_area_of_text(3)
    )

    def __init__(self, data: Any = None, *, category: Category) -> None:
        initial = {name: getattr(category, name) for name in self.base_fields}
        super().__init__(data, initial={**initial, "agency": category.agency_id}, label_suffix="")

    def clean(self) -> dict[str, Any]:
        """Ask where residents are to go instead."""
        data = super().clean() or {}
        if not data.get("is_open") and not data.get("guidance") and "guidance" not in self.errors:
            self.add_error("guidance", _("Say where residents should go instead, while no reports are taken."))
        return data

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, by column."""
        agency = self.cleaned_data["agency"]
        others = {name: value for name, value in self.cleaned_data.items() if name != "agency"}
        return {**_with_plain_lines(others), "agency_id": agency.pk if agency else None}


class HolidayForm(forms.Form):
    """A day of the city's own. Which day it is cannot be changed later: another day is another entry."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    name = forms.CharField(label=_("What day it is"), max_length=120)
    is_working = forms.TypedChoiceField(
        label=_("The city’s offices are"),
        choices=[("0", _("closed")), ("1", _("open, although the calendar says closed"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        initial="0",
    )
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("The decree or circular that says so, with its number.")
    )

    def __init__(self, data: Any = None, *, holiday: Holiday | None = None, initial: Any = None) -> None:
        if holiday is not None:
            working = "1" if holiday.is_working else "0"
            initial = {"day": holiday.date, "name": holiday.name, "is_working": working, "source": holiday.source}
        super().__init__(data, initial=initial, label_suffix="")
        if holiday is not None:
            del self.fields["day"]


class TemplateForm(forms.Form):
    """A ready text: for which move, from which state, whose, in which language, and its words."""

    move = forms.ChoiceField(label=_("For which move"))
    state = forms.ChoiceField(
        label=_("Only in this state"), required=False, help_text=_("“Any” offers it whenever the move can be made.")
    )
    agency = forms.ChoiceField(label=_("For whom"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("Title"), max_length=80, help_text=_("By it colleagues choose; residents do not read it.")
    )
    text = forms.CharField(label=_("Text"), max_length=LONGEST_READY_TEXT, widget=_area_of_text(8))

    def __init__(
        self,
        data: Any = None,
        *,
        agencies: list[Agency],
        for_everybody: bool,
        template: AnswerTemplate | None = None,
        initial: Any = None,
    ) -> None:
        given = _said_of(template) if template else {"language": "id", **(initial or {})}
        super().__init__(data, initial=given, label_suffix="")
        choices: dict[str, list[Any]] = {
            "move": [("", _("Choose…")), *((kind.label, _moves(kind)) for kind in registered_kinds())],
            "state": [("", _("Any")), *((kind.label, _states(kind)) for kind in registered_kinds())],
            "agency": [
                *([(EVERYBODY, _("All agencies"))] if for_everybody else []),
                *((one.pk, one.short_name) for one in agencies),
            ],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered

    def clean(self) -> dict[str, Any]:
        """Compare move and state."""
        data = super().clean() or {}
        kind, _colon, verb = str(data.get("move", "")).partition(":")
        of, _colon, state = str(data.get("state", "")).partition(":")
        workflow = next((one.workflow for one in registered_kinds() if one.name == kind), None)
        if workflow and state and (of != kind or state not in workflow.move(verb).sources):
            self.add_error("state", _("This move cannot be made from that state. Choose another state, or “any”."))
        return data

    @property
    def given(self) -> ReadyText:
        """What was filled in, as the actions take it."""
        data = self.cleaned_data
        kind, _colon, verb = data["move"].partition(":")
        return ReadyText(
            kind=kind,
            verb=verb,
            state=data["state"].partition(":")[2],
            agency_id=None if data["agency"] == EVERYBODY else data["agency"],
            language=data["language"],
            title=data["title"],
            text=_with_plain_lines(data)["text"],
        )


def _with_plain_lines(given: dict[str, Any]) -> dict[str, Any]:
    """Return words with the line ends that the database has: browsers send others."""
    return {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in given.items()}


def _said_of(template: AnswerTemplate) -> dict[str, Any]:
    return {
        "move": f"{template.kind}:{template.verb}",
        "state": f"{template.kind}:{template.state}" if template.state else "",
        "agency": template.agency_id or EVERYBODY,
        "language": template.language,
        "title": template.title,
        "text": template.text,
    }


def _moves(kind: WorkKind) -> list[tuple[str, Any]]:
    return [(f"{kind.name}:{move.verb}", move.label) for move in kind.workflow.moves if takes_words(move)]


def _states(kind: WorkKind) -> list[tuple[str, Any]]:
    return [(f"{kind.name}:{state.name}", state.label) for state in kind.workflow.states]
