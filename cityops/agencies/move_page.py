"""The page of one feature for staff, and the moves they make there: one way for every kind that has a workflow."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import reswap, retarget, trigger_client_event

from cityops.accounts.models import User
from cityops.agencies.answer_templates import answers_for
from cityops.agencies.move_json import invalid, moved, refused
from cityops.agencies.moves import StaffMoves
from cityops.agencies.staff import tasks_of
from cityops.errors import CityError, NotFound, Text
from cityops.features.move_form import MoveForm
from cityops.features.undo import SHOWN_S, can_undo
from cityops.features.workflow import Missing, Move
from cityops.web.errors import wants_json
from cityops.web.respond import respond


@dataclass(frozen=True)
class MovePage:
    """What a kind says of its page.

    template: has the partials `detail` (with `#foot` in it) and `foot`. address: the name of the page's address; moves
    lie below it. feature_for: one that a user may see, else NotFound; lost: raised instead where they were working on
    it. detail_of: the context; has `moves`. moves: those that staff make there, and take back. done: verb → what was
    done, in words. gone: for a kind that moves can take out of sight: what its partial `gone` is told, given
    code and words. field_of: a fault → the field of the form that it is about.
    page_of: what a whole page shows besides.
    receive: takes in what came as files, before the form is judged, so that a second try has them; not from who cannot
    make the move. kind: the name of the kind of work, whose ready texts the forms offer; empty: none.
    """

    template: str
    address: str
    form: type[MoveForm]
    feature_for: Callable[[User, str], Any]
    detail_of: Callable[[User, Any], dict[str, Any]]
    moves: StaffMoves[Any]
    done: Mapping[str, Text]
    lost: type[NotFound] = NotFound
    gone: Callable[[str, str], dict[str, Any]] | None = None
    field_of: Mapping[type[CityError], str] = field(default_factory=dict)
    page_of: Callable[[User, Any], dict[str, Any]] | None = None
    receive: Callable[[HttpRequest, Any], None] | None = None
    kind: str = ""

    def show(self, request: HttpRequest, code: str) -> HttpResponse:
        """Show the feature: as a page, or as the pane beside the list."""
        feature = self.feature_for(_user(request), code)
        return respond(request, self.template, "detail", self._context(request, feature))

    def move(self, request: HttpRequest, code: str, verb: str) -> HttpResponse:
        """Show the form of a move, or make it. Raises NotFound for a verb that staff do not have."""
        user = _user(request)
        if verb not in self.moves.actions:
            raise NotFound
        move = self.form.workflow.move(verb)
        if request.method != "POST":
            feature = self.feature_for(user, code)
            context = self._context(request, feature)
            if _may(context, verb):
                context |= {"form": self.form(move=move, feature=feature), **self._ready_texts(move, feature)}
            return respond(request, self.template, "foot", context)
        feature = self._feature_now(user, code)
        form = self.form(request.POST, move=move, feature=feature)
        if self.receive is not None and any(one.verb == verb for one in self.moves.open_to(user, feature)):
            self.receive(request, form)
        if not form.is_valid():
            return invalid(request, form) if wants_json(request) else self._in_place(request, feature, form, status=422)
        try:
            self.moves.make(verb, actor=user, pk=feature.pk, seen=form.cleaned_data["seen"], **form.given)
        except CityError as fault:
            return self._with_fault(request, feature, form, fault)
        if wants_json(request):
            return self._told(user, code, verb)
        return self._moved(request, code, str(self.done[verb]))

    def _told(self, user: User, code: str, verb: str) -> HttpResponse:
        """Tell a program what came of its move; of what it moved out of its own sight no more than that."""
        try:
            feature = self.feature_for(user, code)
        except NotFound:
            return JsonResponse({"code": code, "did": verb, "gone": True})
        return moved(feature, verb, self.detail_of(user, feature)["moves"])

    def take_back(self, request: HttpRequest, code: str) -> HttpResponse:
        """Take back the reader's last move."""
        try:
            self.moves.undo.take_back(actor=_user(request), code=code)
        except CityError as fault:
            if isinstance(fault, NotFound) or wants_json(request):
                raise
            context = self._context(request, self._feature_now(_user(request), code)) | {"fault": fault}
            response = respond(request, self.template, "detail", context, status=fault.status)
            retarget(response, "#detail")
            reswap(response, "innerHTML")
            return response
        if wants_json(request):
            return self._told(_user(request), code, "undo")
        return self._moved(request, code, str(_("Taken back")), is_final=True)

    def _context(self, request: HttpRequest, feature: Any) -> dict[str, Any]:
        context = {**self.detail_of(_user(request), feature), "address": reverse(self.address, args=[feature.code])}
        if not getattr(request, "htmx", False):
            context["tasks"] = tasks_of(_user(request))
            context["can_undo"] = can_undo(_user(request), feature)
            context |= self.page_of(_user(request), feature) if self.page_of else {}
        return context

    def _ready_texts(self, move: Move, feature: Any) -> dict[str, Any]:
        return {"answers": answers_for(self.kind, move, feature)}

    def _in_place(
        self, request: HttpRequest, feature: Any, form: MoveForm, *, status: int, fault: CityError | None = None
    ) -> HttpResponse:
        """Give the detail as it is now, with the form as it was filled in, and what is wrong with it."""
        context = self._context(request, feature)
        context |= {"form": form, "fault": fault, "is_possible": _may(context, form.move.verb)}
        context |= self._ready_texts(form.move, feature)
        response = respond(request, self.template, "detail", context, status=status)
        retarget(response, "#detail")
        reswap(response, "innerHTML")
        return response

    def _with_fault(self, request: HttpRequest, feature: Any, form: MoveForm, fault: CityError) -> HttpResponse:
        fresh = self._feature_now(_user(request), feature.code)
        name = fault.data.get("name") if isinstance(fault, Missing) else self.field_of.get(type(fault))
        if wants_json(request):
            return refused(request, form, fresh, fault, field=str(name) if name else None)
        data = cast(QueryDict, form.data).copy()
        data["seen"] = str(fresh.version)  # whoever sends again has seen what changed
        kept = self.form(data, move=form.move, feature=fresh)
        kept.is_valid()
        if name in kept.fields:
            kept.add_error(str(name), str(fault))
            return self._in_place(request, fresh, kept, status=fault.status)
        return self._in_place(request, fresh, kept, status=fault.status, fault=fault)

    def _feature_now(self, user: User, code: str) -> Any:
        try:
            return self.feature_for(user, code)
        except NotFound:
            raise self.lost from None

    def _moved(self, request: HttpRequest, code: str, words: str, *, is_final: bool = False) -> HttpResponse:
        """Show what the feature is now, and tell the page that it changed, and by what that is undone."""
        address = reverse(self.address, args=[code])
        try:
            feature = self.feature_for(_user(request), code)
        except NotFound:
            if self.gone is None:
                raise self.lost from None
            context = {"code": code, "words": words, **self.gone(code, words)}
            words, page = str(context["words"]), settings.LOGIN_REDIRECT_URL
            response = respond(request, self.template, "gone", context, then=resolve_url(page))
        else:
            response = respond(request, self.template, "detail", self._context(request, feature), then=address)
        if not getattr(request, "htmx", False):
            messages.success(request, f"{code}: {words}")
            return response
        changed: dict[str, Any] = {"code": code, "words": words, "address": address}
        if is_final:
            changed |= {"undone": True}
        else:
            changed |= {"undo": f"{address}undo/", "seconds": SHOWN_S}
        trigger_client_event(response, "work:changed", changed, after="settle")
        return response


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


def _may(context: dict[str, Any], verb: str) -> bool:
    return any(one.verb == verb for one in context["moves"])
