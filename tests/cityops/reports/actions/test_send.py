import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from cityops.areas.places import OutsideCity
from cityops.features.history import history_of
from cityops.reports import actions
from cityops.reports.actions.send import CategoryClosed
from cityops.reports.models import Photo, Report, Submission
from tests.factories import places
from tests.factories.agencies import AgencyFactory, CategoryFactory
from tests.factories.threads import at_once


def send(key: uuid.UUID | None = None, **given: object) -> actions.Sent:
    category = given.pop("category", None) or CategoryFactory()
    return actions.send_report(
        key=key or uuid.uuid4(),
        **{"place": places.ALUN_ALUN_BATU, "category": category, "text": "Lubang", "address_hash": "a" * 32} | given,
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
class TestSend:
    def test_it_lies_in_its_desa_and_goes_to_the_agency_of_the_category(self) -> None:
        report = send().report
        assert (report.area_id, report.agency_id, report.state) == ("35.79.01.1004", "dpupr", "new")
        assert report.due_at is not None
        assert history_of(report).get().verb == "send"

    def test_the_same_key_gives_the_same_report(self) -> None:
        key = uuid.uuid4()
        first, second = send(key), send(key, text="Lubang lagi")
        assert (first.is_new, second.is_new) == (True, False)
        assert first.report == second.report
        assert Report.objects.count() == 1

    @pytest.mark.parametrize("spot", [places.A_KILOMETRE_OUTSIDE, places.IN_KARANGPLOSO, places.IN_JAKARTA])
    def test_outside_the_city_is_refused_and_the_key_stays_free(self, spot: object) -> None:
        key = uuid.uuid4()
        with pytest.raises(OutsideCity):
            send(key, place=spot)
        assert send(key).is_new

    def test_a_closed_category_is_refused_with_its_guidance(self) -> None:
        closed = CategoryFactory(code="listrik", name="Listrik padam", is_open=False, guidance="Hubungi PLN 123.")
        with pytest.raises(CategoryClosed, match="PLN 123"):
            send(category=closed)

    def test_what_is_not_the_city_s_goes_to_the_dispatcher(self) -> None:
        water = CategoryFactory(code="air", agency=AgencyFactory(code="perumdam", is_ours=False))
        assert send(category=water).report.agency is None

    def test_above_the_limit_it_is_kept_and_waits(self, settings: Any) -> None:
        settings.REPORTS_PER_HOUR_FROM_ONE_ADDRESS = 2
        held = [send().report.held_at is not None for _ in range(4)]
        assert held == [False, False, True, True]
        assert send(address_hash="b" * 32).report.held_at is None

    def test_photos_received_under_the_key_come_along(self) -> None:
        key = uuid.uuid4()
        for number in range(7):
            Photo.objects.create(key=key, file=f"{number}.jpg", width=1, height=1, digest=str(number))
        Photo.objects.create(key=uuid.uuid4(), file="x.jpg", width=1, height=1, digest="x")
        assert send(key).report.photos.count() == 5


@pytest.mark.django_db(transaction=True)
def test_fifty_parallel_posts_with_one_key_make_one_report(city_in_earnest: object) -> None:
    key, category = uuid.uuid4(), CategoryFactory()

    def post(_: int) -> tuple[str, bool]:
        try:
            sent = send(key, category=category)
            return sent.report.code, sent.is_new
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(post, range(50)))
    assert len({code for code, _ in answers}) == 1
    assert sum(is_new for _, is_new in answers) == 1
    assert Report.objects.count() == Submission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_parallel_sends_from_one_address_are_held_above_its_limit(city_in_earnest: object, settings: Any) -> None:
    settings.REPORTS_PER_HOUR_FROM_ONE_ADDRESS = 2
    category = CategoryFactory()
    at_once(*[lambda: send(category=category) for _ in range(12)])
    assert Report.objects.filter(held_at=None).count() == 2
    assert Report.objects.exclude(held_at=None).count() == 10
