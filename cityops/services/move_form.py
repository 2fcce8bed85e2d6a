"""The form of a move on a request."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cityops.agencies.bulk_form import Chosen, OfMany
from cityops.agencies.hands import colleague_choices
from cityops.facilities.models import Facility
from cityops.features import move_form
from cityops.services.models import Service, ServiceRequest
from cityops.services.offices import offices_of
from cityops.services.workflow import WORKFLOW

KEPT_DAYS = 30  # that something can be collected, unless the officer says otherwise
_RESIDENT = _("The resident will read this.")


class MoveForm(move_form.MoveForm):
    """What each verb asks the officer."""

    workflow = WORKFLOW
    readers = {  # noqa: RUF012
        "ask": _RESIDENT,
        "ready": _RESIDENT,
        "finish": _RESIDENT,
        "reject": _RESIDENT,
        "note": _("Only staff will read this."),
    }
    questions = {  # noqa: RUF012
        ("ask", "text"): _("What is missing?"),
        ("ready", "office"): _("Where is it collected?"),
        ("ready", "bring"): _("What must be brought?"),
        ("ready", "until"): _("Until which day?"),
        ("ready", "text"): _("Anything else to say?"),
        ("finish", "text"): _("Anything to say at the end?"),
        ("reject", "reason"): _("Why is this refused?"),
        ("assign", "assignee"): _("Whose work is this?"),
        ("note", "text"): _("Note"),
    }

    def field_of(self, name: str, feature: Any) -> forms.Field:
        """Return offices or colleagues to choose from, a date, or words."""
        pickup = getattr(feature, "pickup", None)
        match name:
            case "office":
                office = pickup.office if pickup else None
                return _OfficeField(feature, initial=office.code if office else None)
            case "assignee":
                return forms.ChoiceField(choices=lambda: colleague_choices(feature))
            case "bring":
                known = pickup.bring if pickup else self.usual_to_bring(feature)
                widget = forms.Textarea(attrs={"rows": 2})
                return forms.CharField(max_length=500, initial=known, widget=widget)
            case "until":
                last = pickup.until if pickup else timezone.localdate() + timedelta(days=KEPT_DAYS)
                calendar = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
                return forms.DateField(initial=last, widget=calendar)
        return super().field_of(name, feature)

    def usual_to_bring(self, feature: Any) -> str:
        """Return what is mostly to be brought."""
        return str(_("KTP, and this code: %(code)s")) % {"code": feature.code}


class BulkMoveForm(OfMany, MoveForm):
    """What a verb asks for many requests at once."""

    def field_of(self, name: str, feature: Any) -> forms.Field:
        """Return offices that have all of the services."""
        return _OfficeForAll(feature) if name == "office" else super().field_of(name, feature)

    def usual_to_bring(self, feature: Any) -> str:
        """Return what is mostly to be brought: each its own code."""
        return str(_("KTP, and the code of the request"))


class _OfficeForAll(forms.ChoiceField):
    """The offices where all of some services are had; where the map knows none of any, all offices of the city."""

    def __init__(self, chosen: Chosen) -> None:
        asked = Service.objects.filter(pk__in=chosen.rows.order_by().prefetch_related(None).values("service"))
        known = [{one.code: one.name for one in offices_of(service)} for service in asked]
        if any(known):
            common = {code: name for code, name in known[0].items() if all(code in other for other in known)}
        else:
            common = dict(Facility.objects.filter(is_public=True, kind="office").values_list("code", "name"))
        none = "" if common else _("No office has all of these services. Choose requests of one service.")
        choices = list(common.items())
        super().__init__(choices=choices if len(choices) == 1 else [("", _("Choose…")), *choices], help_text=none)


class _OfficeField(forms.ChoiceField):
    """The offices where the service is had; where the map knows none of them, all offices of the city."""

    def __init__(self, request: ServiceRequest, **kwargs: Any) -> None:
        offices = list(offices_of(request.service)) or list(Facility.objects.filter(is_public=True, kind="office"))
        near = [one for one in offices if one.area_id == request.area_id]  # of five puskesmas the nearest first
        rest = [one for one in offices if one not in near]
        choices = [(one.code, one.name) for one in (*near, *rest)]
        super().__init__(choices=choices if len(choices) == 1 else [("", _("Choose…")), *choices], **kwargs)
