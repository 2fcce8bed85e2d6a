"""The page of a dataset says on which maps it is, and leads there."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cityops.accounts.models import User
from cityops.agencies.models import Agency
from tests.factories.files import elevation
from tests.factories.rasters import raster_dataset

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("audience", "by", "maps"),
    [
        ("owner", "saja, di", ["/staff/"]),
        ("agency", "oleh Bapelitbangda, di", ["/staff/"]),
        ("staff", "oleh semua petugas, di", ["/staff/"]),
        ("everyone", "oleh semua orang, di", ["/", "/staff/"]),
    ],
)
def test_the_page_of_a_dataset_leads_to_the_maps_it_is_on(
    planner: User, desk: Client, settings: Any, tmp_path: Path, audience: str, by: str, maps: list[str]
) -> None:
    agency = Agency.objects.get(memberships__user=planner)
    Agency.objects.update(short_name="Bapelitbangda")
    dataset = raster_dataset(
        planner, elevation(tmp_path), uploads=settings.UPLOAD_DIR, label="Ketinggian", audience=audience, agency=agency
    )
    seen = re.search(r"<dt>Terlihat</dt><dd>(.*?)</dd>", desk.get(dataset.get_absolute_url()).content.decode())
    assert seen
    assert by in seen[1]
    assert ("tidak di peta publik" in seen[1]) == (audience != "everyone")
    links = re.findall(r'href="([^"]+)"', seen[1])
    assert [link.partition("?")[0] for link in links] == maps
    for link in links:
        assert dataset.name in link
        assert f'"{dataset.name}"' in desk.get(link).content.decode(), "the map knows the layer"
