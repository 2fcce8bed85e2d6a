import pytest
from django.test import Client

from tests.factories.reports import ReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.mark.parametrize("path", ["/laporan/", "/areas/map.geojson"])
def test_pages_and_data_are_compressed_for_who_takes_it(path: str, client: Client) -> None:
    for _ in range(3):
        ReportFactory(accepted=True)
    plain = client.get(path)
    small = client.get(path, headers={"accept-encoding": "gzip"})
    assert small["content-encoding"] == "gzip"
    assert len(small.content) < len(plain.content) / 2
