"""Reports, made as the application makes them: the database fills area and public place."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from cityops.features.codes import make_code
from cityops.reports.models import Report, ReportWords
from cityops.reports.workflow import ENDED_STATES
from tests.factories.agencies import CategoryFactory
from tests.factories.places import IN_SISIR


class ReportFactory(factory.django.DjangoModelFactory):
    """A new pothole in Sisir, waiting to be verified. Needs a city (`city` fixture) to lie in."""

    class Meta:
        model = Report
        skip_postgeneration_save = True

    class Params:
        accepted = factory.Trait(state="routed", accepted_at=factory.LazyFunction(timezone.now))
        overdue = factory.Trait(due_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=2)))
        held = factory.Trait(held_at=factory.LazyFunction(timezone.now))
        hidden = factory.Trait(hidden_at=factory.LazyFunction(timezone.now), hidden_reason="Menyebut nama orang")
        ended = factory.Trait(
            state="resolved", outcome="done", due_at=None, closed_at=factory.LazyFunction(timezone.now)
        )

    code = factory.LazyFunction(lambda: make_code("BTU"))
    geom = IN_SISIR
    category = factory.SubFactory(CategoryFactory)
    state = "new"
    kind = factory.LazyAttribute(lambda report: report.category.kind)
    agency = factory.LazyAttribute(lambda report: report.category.agency)
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=3))
    created_at = factory.LazyFunction(timezone.now)
    closed_at = factory.LazyAttribute(lambda report: timezone.now() if report.state in ENDED_STATES else None)

    @factory.post_generation
    def text(report: Report, create: bool, text: str | None, **_: Any) -> None:
        ReportWords.objects.create(report=report, text=text or "Lubang besar di depan pasar, sudah dua minggu.")
        report.refresh_from_db()
