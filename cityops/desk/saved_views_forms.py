"""The form of a saved view."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.desk.models import Page, SavedView, Sharing
from cityops.desk.saved_views import agencies_of


class SavedViewForm(forms.Form):
    """Name, who may open it, and whether one begins with it. `shared` is a Sharing, or the code of an own agency."""

    name = forms.CharField(label=_("Name"), max_length=80)
    shared = forms.ChoiceField(label=_("Who may open it"), widget=forms.RadioSelect, initial=Sharing.NOBODY)
    is_home = forms.BooleanField(
        label=_("Begin with this view"), help_text=_("After signing in, and at “Work map”."), required=False
    )

    def __init__(
        self, *args: Any, user: User, page: str = Page.WORK, view: SavedView | None = None, **kwargs: Any
    ) -> None:
        if view is not None:
            page = view.page
            shared = view.agency_id if view.sharing == Sharing.AGENCY else view.sharing
            kwargs["initial"] = {"name": view.name, "shared": shared, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.agencies = {agency.pk: agency for agency in agencies_of(user)}
        shared_field = self.fields["shared"]
        assert isinstance(shared_field, forms.ChoiceField)
        shared_field.choices = [
            (Sharing.NOBODY, Sharing.NOBODY.label),
            *((code, _("All of %(agency)s") % {"agency": agency.short_name}) for code, agency in self.agencies.items()),
            (Sharing.LINK, _("Every colleague who has the link") if page == Page.WORK else Sharing.LINK.label),
        ]
        if page != Page.WORK:
            del self.fields["is_home"]

    def given(self) -> dict[str, Any]:
        """Return what the actions take."""
        shared = self.cleaned_data["shared"]
        agency = self.agencies.get(shared)
        return {
            "name": self.cleaned_data["name"],
            "sharing": Sharing.AGENCY if agency else shared,
            "agency": agency,
            "is_home": self.cleaned_data.get("is_home", False),
        }
