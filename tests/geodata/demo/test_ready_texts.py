"""The demo's ready texts are for moves that there are."""

from types import SimpleNamespace

import pytest

from cityops.agencies.answer_templates import takes_words
from cityops.agencies.models import AnswerTemplate
from cityops.features.work import registered_kinds
from geodata.demo.ready_texts import write_ready_texts
from tests.factories.agencies import AgencyFactory

pytestmark = pytest.mark.django_db


def test_each_belongs_to_a_move_that_can_be_made() -> None:
    AgencyFactory(code="dpupr")
    ids = write_ready_texts(SimpleNamespace())  # type: ignore[arg-type]
    workflows = {kind.name: kind.workflow for kind in registered_kinds()}
    written = AnswerTemplate.objects.filter(pk__in=ids)
    assert len(written) == len(ids) > 5
    for text in written:
        move = workflows[text.kind].move(text.verb)
        assert takes_words(move), text.title
        assert not text.state or text.state in move.sources, text.title


def test_those_of_agencies_that_the_city_does_not_have_are_left_out() -> None:
    write_ready_texts(SimpleNamespace())  # type: ignore[arg-type]
    assert not AnswerTemplate.objects.exclude(agency=None).exists()
