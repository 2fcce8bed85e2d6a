"""Ready texts for answers: written, changed, removed. A head keeps those of the own agency, an administrator all."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.administration.changes import difference, must_be_seen, record_change
from cityops.administration.models import Thing
from cityops.administration.policy import must_be_allowed
from cityops.agencies.answer_templates import takes_words
from cityops.agencies.models import AnswerTemplate
from cityops.errors import CityError, NotFound
from cityops.features.work import registered_kinds


class NoSuchMove(CityError):
    """A ready text for a move that asks for no words, or from a state that the move does not leave."""

    code, status = "no_such_move", 422
    text = _("This move cannot be made from that state. Choose another state, or “any”.")


@dataclass(frozen=True)
class ReadyText:
    """What is said of a ready text, by column."""

    kind: str
    verb: str
    title: str
    text: str
    language: str
    agency_id: str | None = None
    state: str = ""


@transaction.atomic
def add_template(*, actor: User, given: ReadyText) -> AnswerTemplate:
    """Write a ready text. Raises NotFound, NoSuchMove."""
    must_be_allowed(actor, "templates", given.agency_id)
    _must_be_a_move(given)
    template = AnswerTemplate.objects.create(**asdict(given))
    changed = {column: [None, value] for column, value in asdict(given).items()}
    record_change(Thing.TEMPLATE, template.pk, "add", actor=actor, called=template.title, changed=changed)
    return template


@transaction.atomic
def change_template(*, actor: User, template_id: int, given: ReadyText, seen: int) -> AnswerTemplate:
    """Write a ready text anew; nobody takes one from an agency that is not theirs, or hands it to one.

    Raises NotFound, ChangedMeanwhile, NoSuchMove.
    """
    template = _locked(actor, template_id, seen)
    must_be_allowed(actor, "templates", given.agency_id)
    _must_be_a_move(given)
    changed = difference(template, asdict(given))
    if changed:
        for column, value in asdict(given).items():
            setattr(template, column, value)
        template.save()
        record_change(Thing.TEMPLATE, template.pk, "change", actor=actor, called=template.title, changed=changed)
    return template


@transaction.atomic
def remove_template(*, actor: User, template_id: int, seen: int) -> None:
    """Remove a ready text; what was written with it stays, and the history keeps its words.

    Raises NotFound, ChangedMeanwhile.
    """
    template = _locked(actor, template_id, seen)
    changed = {"text": [template.text, None]}
    record_change(Thing.TEMPLATE, template.pk, "remove", actor=actor, called=template.title, changed=changed)
    template.delete()


def _locked(actor: User, template_id: int, seen: int) -> AnswerTemplate:
    template = AnswerTemplate.objects.select_for_update().filter(pk=template_id).first()
    if template is None:
        raise NotFound
    must_be_allowed(actor, "templates", template.agency_id)
    must_be_seen(Thing.TEMPLATE, template.pk, seen, actor)
    return template


def _must_be_a_move(given: ReadyText) -> None:
    """Refuse what no form would ever offer."""
    for kind in registered_kinds():
        for move in kind.workflow.moves:
            if (kind.name, move.verb) == (given.kind, given.verb) and takes_words(move):
                if given.state and given.state not in move.sources:
                    raise NoSuchMove
                return
    raise NotFound
