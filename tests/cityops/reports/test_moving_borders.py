"""New outlines come in while somebody sends: the report lies in the city as it then is, or is refused."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from cityops.areas.actions import Outline, replace_areas
from cityops.areas.models import Area
from cityops.areas.places import OutsideCity
from cityops.reports import actions
from cityops.reports.models import Report, Submission
from tests.factories import places
from tests.factories.agencies import CategoryFactory
from tests.factories.areas import SQUARES, square
from tests.factories.reports import ReportFactory


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'reports_report'::regclass")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("city_in_earnest")
def test_a_place_that_is_cut_off_meanwhile_is_refused() -> None:
    category = CategoryFactory()

    def in_a_connection_of_its_own(act: Callable[[], Any]) -> Any:
        try:
            return act()
        finally:
            connection.close()

    def send() -> Any:
        return actions.send_report(
            key=uuid.uuid4(), place=places.IN_TEMAS, category=category, text="Lubang", address_hash="a" * 32
        )

    left = [Outline(code, name, square(*at)) for code, (name, _, *at) in SQUARES.items() if name != "Temas"]
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            replace_areas(
                actor=None, outlines=left, source="Peta resmi", is_approximate=False, without=["35.79.01.1001"]
            )
            sending = threads.submit(in_a_connection_of_its_own, send)
            while not somebody_waits_for_a_lock():
                assert not sending.done()
        with pytest.raises(OutsideCity):
            sending.result(timeout=10)
    assert not Report.objects.exists()
    assert not Submission.objects.exists()


@pytest.mark.django_db
def test_a_report_in_no_area_has_a_word_for_it(client: Client, city: dict[str, Area]) -> None:
    report = ReportFactory(geom=places.A_KILOMETRE_OUTSIDE)
    assert report.area_id is None
    for path in (reverse("reports:list"), reverse("reports:detail", args=[report.code])):
        page = client.get(path).content.decode()
        assert "Di luar semua wilayah" in page
        assert "None" not in page
