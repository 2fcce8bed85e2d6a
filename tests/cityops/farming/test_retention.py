from datetime import timedelta

import pytest
from django.utils import timezone

from cityops.farming.models import FarmPlot, PlotQuestion
from cityops.farming.retention import forget_addresses
from tests.factories.farming import FarmPlotFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def test_who_sent_and_who_asked_is_forgotten_after_a_day() -> None:
    before = timezone.now() - timedelta(hours=25)
    old, new = FarmPlotFactory(address_hash="a", created_at=before), FarmPlotFactory(address_hash="b")
    PlotQuestion.objects.create(asker="a", created_at=before)
    asked = PlotQuestion.objects.create(asker="a")
    assert forget_addresses() == 2
    assert dict(FarmPlot.objects.values_list("pk", "address_hash")) == {old.pk: "", new.pk: "b"}
    assert PlotQuestion.objects.get() == asked
