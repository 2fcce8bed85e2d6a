"""The form of a move, made from what the workflow says it needs and takes. A kind derives its own."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise

from cityops.features.workflow import Move, Workflow


class MoveForm(forms.Form):
    """Fields as the workflow's table names them, and `seen`: the version that was on the screen.

    questions: (verb, field) → what is asked; readers: verb → who will read the words, which is not to be guessed.
    """

    workflow: ClassVar[Workflow]
    questions: ClassVar[Mapping[tuple[str, str], Promise]] = {}
    readers: ClassVar[Mapping[str, Promise]] = {}
    longest: ClassVar = 2000

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, move: Move, feature: Any) -> None:
        super().__init__(data, initial={"seen": feature.version}, auto_id=f"move-{move.verb}-%s", label_suffix="")
        self.move = move
        for name in (*move.needs, *move.takes):
            field = self.field_of(name, feature)
            field.required = name in move.needs
            field.label = str(self.questions.get((move.verb, name), self.workflow.field_labels[name]))
            self.fields[name] = field
        self.order_fields(self.field_order)
        self._look_first_at([name for name in self.fields if name != "seen"])

    def add_error(self, field: str | None, error: Any) -> None:
        """Add a fault. The first one is where the form is looked at when it comes back."""
        super().add_error(field, error)
        self._look_first_at([name for name in self.fields if name in self.errors])

    def _look_first_at(self, names: Sequence[str]) -> None:
        for name in self.fields if names else ():
            self.fields[name].widget.attrs.pop("autofocus", None)
        for name in names[:1]:
            self.fields[name].widget.attrs["autofocus"] = True

    def field_of(self, name: str, feature: Any) -> forms.Field:
        """Return the field for one thing that a move needs or takes: words, unless the kind knows better."""
        return self.words(self.longest)

    def words(self, longest: int) -> forms.CharField:
        """Return a field for words, which says who will read them."""
        readers = str(self.readers.get(self.move.verb, ""))
        return forms.CharField(max_length=longest, help_text=readers, widget=forms.Textarea(attrs={"rows": 4}))

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, as the actions take it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}
