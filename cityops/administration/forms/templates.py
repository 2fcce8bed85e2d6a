"""The form of a ready text."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cityops.administration.actions.templates import ReadyText
from cityops.administration.forms.words import area_of_text, with_plain_lines
from cityops.agencies.answer_templates import takes_words
from cityops.agencies.models import Agency, AnswerTemplate
from cityops.features.work import WorkKind, registered_kinds

LONGEST_READY_TEXT = 2000
EVERYBODY = "*"  # an agency's code has no star


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
    text = forms.CharField(label=_("Text"), max_length=LONGEST_READY_TEXT, widget=area_of_text(8))

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
            text=with_plain_lines(data)["text"],
        )


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
