"""Forms about people: who they are, and what they do where."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.administration.roles import NEED_AGENCY, NEED_AREA
from cityops.agencies.models import Agency, Membership
from cityops.areas.models import Area, Level
from cityops.areas.queries import parts_of_city
from cityops.policy.lines import Role

NO_ADDRESS = _("Write an e-mail address, such as ani@example.org.")


class PersonForm(forms.Form):
    """What somebody is called, and how they are reached."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As colleagues and residents read it."))
    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        validators=[UnicodeUsernameValidator()],
        help_text=_("Letters, digits and . @ + - _ only, such as ani.rahayu."),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Links to choose a password go there. Without one you hand the link over yourself."),
        error_messages={"invalid": NO_ADDRESS},
    )

    def __init__(self, data: Any = None, *, person: User | None = None, **kwargs: Any) -> None:
        if person is not None:
            kwargs["initial"] = {name: getattr(person, name) for name in ("name", "username", "email")}
        super().__init__(data, label_suffix="", **kwargs)
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        self.fields["email"].widget.attrs["autocomplete"] = "off"


@dataclass(frozen=True)
class AreaGroup:
    """The boxes of one kecamatan: its own first."""

    boxes: list[forms.boundfield.BoundWidget]


class RoleForm(forms.Form):
    """One role: what, for which agency, in which areas (none: everywhere)."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose…")), *Role.choices])
    agency = forms.ModelChoiceField(
        Agency.objects.order_by("short_name"), label=_("Agency"), required=False, empty_label=_("None")
    )
    areas = forms.MultipleChoiceField(
        label=_("Areas"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: the whole city. A kecamatan has its desa with it."),
    )

    def __init__(self, data: Any = None, *, membership: Membership | None = None, prefix: str | None = None) -> None:
        initial = None
        if membership is not None:
            areas = [area.pk for area in membership.areas.all()]
            initial = {"role": membership.role, "agency": membership.agency_id, "areas": areas}
        auto_id = f"id_{membership.pk}_%s" if membership else "id_%s"
        super().__init__(data, initial=initial, label_suffix="", auto_id=auto_id, prefix=prefix)
        field = self.fields["areas"]
        assert isinstance(field, forms.MultipleChoiceField)
        self._parts = parts_of_city()
        field.choices = [(area.pk, _area_label(area)) for area in self._parts]

    @property
    def needs(self) -> dict[str, dict[str, Any]]:
        """For agency and areas: which roles need them, as codes and in words, and whether the chosen one does."""
        chosen = self["role"].value() or ""
        return {
            name: {
                "codes": " ".join(role for role in Role if role in needing),
                "words": ", ".join(str(role.label) for role in Role if role in needing),
                "is_needed": chosen in needing,
                "is_optional": bool(chosen) and chosen not in needing,
            }
            for name, needing in (("agency", NEED_AGENCY), ("areas", NEED_AREA))
        }

    @property
    def area_groups(self) -> list[AreaGroup]:
        """The boxes of areas, a group for each kecamatan."""
        groups: list[AreaGroup] = []
        for area, box in zip(self._parts, self["areas"], strict=True):
            if area.level == Level.KECAMATAN or not groups:
                groups.append(AreaGroup([]))
            groups[-1].boxes.append(box)
        return groups

    def clean(self) -> dict[str, Any]:
        """Ask for what the role is nothing without."""
        data = super().clean() or {}
        role = data.get("role")
        named = {"role": Role(role).label if role else ""}
        if role in NEED_AGENCY and not data.get("agency") and "agency" not in self.errors:
            self.add_error("agency", _("The role “%(role)s” works for an agency: choose which.") % named)
        if role in NEED_AREA and not data.get("areas") and "areas" not in self.errors:
            self.add_error("areas", _("The role “%(role)s” is for areas: choose at least one.") % named)
        return data

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, as the actions take it."""
        agency = self.cleaned_data["agency"]
        return {
            "role": Role(self.cleaned_data["role"]),
            "agency": agency.pk if agency else None,
            "areas": self.cleaned_data["areas"],
        }


class SeenForm(forms.Form):
    """The version that was on the screen, where nothing else is asked."""

    seen = forms.IntegerField(min_value=0)


class PeopleFilter(forms.Form):
    """What the list of people is narrowed by; what is not understood narrows nothing."""

    q = forms.CharField(label=_("Name or e-mail"), required=False, max_length=120)
    role = forms.ChoiceField(label=_("Role"), required=False)
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    state = forms.ChoiceField(label=_("Account"), required=False)

    def __init__(self, data: Any, *, agencies: Iterable[Agency]) -> None:
        super().__init__(data, label_suffix="", auto_id="filter-%s")
        self.fields["q"].widget = forms.TextInput(attrs={"type": "search", "autocomplete": "off"})
        choices: dict[str, list[tuple[Any, Any]]] = {
            "role": [("", _("All roles")), *Role.choices, ("none", _("Without a role"))],
            "agency": [("", _("All agencies")), *((one.pk, one.short_name) for one in agencies)],
            "state": [
                ("", _("All accounts")),
                ("active", _("Active")),
                ("disabled", _("Disabled")),
                ("never", _("Never signed in")),
            ],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered


def _area_label(area: Area) -> Any:
    return _("All of %(kecamatan)s") % {"kecamatan": area} if area.level == Level.KECAMATAN else area.name
