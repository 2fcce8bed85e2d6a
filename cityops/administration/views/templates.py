"""Ready texts for answers: the list by kind of work and move, and one form."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cityops.accounts.models import User
from cityops.administration.actions import templates as actions
from cityops.administration.changes import seen_of
from cityops.administration.forms.templates import TemplateForm
from cityops.administration.models import Thing
from cityops.administration.policy import may
from cityops.administration.queries import agencies_kept_by, templates_seen_by
from cityops.administration.views.page import must_reach, refused, seen_in, show, story_for, user_of
from cityops.agencies.models import AnswerTemplate
from cityops.agencies.staff import staff_only
from cityops.errors import CityError, NotFound
from cityops.features.work import registered_kinds


@require_safe
@staff_only
def listing(request: HttpRequest) -> HttpResponse:
    """List the ready texts that the reader keeps or may use, by kind of work and move."""
    user = user_of(request)
    must_reach(user, "templates")
    words = {
        (kind.name, move.verb): (kind.label, move.label, {state.name: state.label for state in kind.workflow.states})
        for kind in registered_kinds()
        for move in kind.workflow.moves
    }
    order = list(words)
    found = [one for one in templates_seen_by(user) if (one.kind, one.verb) in words]
    found.sort(key=lambda one: (order.index((one.kind, one.verb)), one.agency_id or "", one.title))
    groups = [
        (
            *words[key][:2],
            [(one, words[key][2].get(one.state, ""), may(user, "templates", one.agency_id)) for one in texts],
        )
        for key, texts in groupby(found, key=lambda one: (one.kind, one.verb))
    ]
    return show(request, "templates.html", {"groups": groups}, section="templates")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a ready text, then add it."""
    user = user_of(request)
    must_reach(user, "templates")
    form = _form(user, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return show(request, "template.html", {"form": form}, section="templates")
    if not form.is_valid():
        return show(request, "template.html", {"form": form}, section="templates", status=422)
    if fault := refused(lambda: actions.add_template(actor=user, given=form.given)):
        return show(request, "template.html", {"form": form, "fault": fault}, section="templates")
    messages.success(request, _("Added: colleagues find it in the form of the move."))
    return redirect("administration:templates")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a ready text, or write it anew."""
    user = user_of(request)
    found = _template(user, pk)
    if request.method != "POST":
        return _page(request, found)
    form = _form(user, request.POST, found)
    if not form.is_valid():
        return _page(request, found, form=form, seen=request.POST.get("seen"), status=422)
    given, seen = form.given, seen_in(request)
    fault = refused(lambda: actions.change_template(actor=user, template_id=pk, given=given, seen=seen))
    if fault:
        return _page(request, _template(user, pk), form=form, fault=fault)
    messages.success(request, _("Saved."))
    return redirect("administration:templates")


@staff_only
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a ready text."""
    user = user_of(request)
    found, seen = _template(user, pk), seen_in(request)
    if fault := refused(lambda: actions.remove_template(actor=user, template_id=pk, seen=seen)):
        return _page(request, _template(user, pk), fault=fault)
    messages.success(request, _("“%(title)s” is removed.") % {"title": found.title})
    return redirect("administration:templates")


def _template(user: User, pk: int) -> AnswerTemplate:
    found = AnswerTemplate.objects.filter(pk=pk).first()
    if found is None or not may(user, "templates", found.agency_id):
        raise NotFound
    return found


def _form(user: User, data: Any, found: AnswerTemplate | None = None) -> TemplateForm:
    kept, everybody = agencies_kept_by(user, "templates"), may(user, "templates")
    return TemplateForm(data, agencies=kept, for_everybody=everybody, template=found)


def _page(
    request: HttpRequest,
    found: AnswerTemplate,
    *,
    form: TemplateForm | None = None,
    fault: CityError | None = None,
    seen: str | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "template": found,
        "form": form or _form(user_of(request), None, found),
        "fault": fault,
        "seen": seen or seen_of(Thing.TEMPLATE, found.pk),
        "story": story_for(Thing.TEMPLATE, found.pk),
    }
    return show(request, "template.html", context, section="templates", status=status)
