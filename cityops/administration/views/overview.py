"""Where administration begins, and its whole history."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cityops.accounts.models import User
from cityops.administration.models import Change, Thing
from cityops.administration.policy import may
from cityops.administration.story import story_of
from cityops.administration.views.page import must_reach, sections_of, show, user_of
from cityops.agencies.staff import staff_only
from cityops.features.work import registered_kinds

PAGE_ROWS = 50
NEWEST = 5


@require_safe
@staff_only
def overview(request: HttpRequest) -> HttpResponse:
    """Show the sections that the reader has, and what was changed last."""
    user = user_of(request)
    sections_of(user)
    newest = Change.objects.select_related("actor")[:NEWEST] if may(user, "history") else ()
    return show(request, "overview.html", {"story": story_of(newest), "may_invite": may(user, "people")})


class HistoryFilter(forms.Form):
    """What the history is narrowed by; what is not understood narrows nothing."""

    thing = forms.ChoiceField(label=_("What"), choices=[("", _("Everything")), *Thing.choices], required=False)
    who = forms.ChoiceField(label=_("Who"), required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, label_suffix="", auto_id="filter-%s")
        actors = User.objects.filter(pk__in=Change.objects.values("actor")).order_by("name", "username")
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Everybody")), *((str(one.pk), one.get_full_name()) for one in actors)]


@require_safe
@staff_only
def history(request: HttpRequest) -> HttpResponse:
    """Show who changed what, the newest first."""
    must_reach(user_of(request), "history")
    form = HistoryFilter(request.GET)
    form.is_valid()
    changes = Change.objects.select_related("actor")
    asked = form.cleaned_data
    if asked.get("thing"):
        changes = changes.filter(thing=asked["thing"])
    if asked.get("who"):
        changes = changes.filter(actor=asked["who"])
    if isinstance(asked.get("since"), date):
        changes = changes.filter(at__date__gte=asked["since"])
    if isinstance(asked.get("until"), date):
        changes = changes.filter(at__date__lte=asked["until"])
    page = Paginator(changes, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "story": story_of(page.object_list), "is_narrowed": any(asked.values())}
    return show(request, "history.html", context, section="history")


@require_safe
@staff_only
def targets(request: HttpRequest) -> HttpResponse:
    """Show the clocks of all kinds of work, and where each is set."""
    must_reach(user_of(request), "categories")
    clocks = [
        (kind, [(state, kind.workflow.clock_days.get(state.clock)) for state in kind.workflow.states if state.clock])
        for kind in registered_kinds()
    ]
    return show(request, "targets.html", {"clocks": clocks}, section="targets")
