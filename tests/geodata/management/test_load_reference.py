from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cityops.agencies.models import Agency, Category
from cityops.areas.models import Area, AreaPopulation
from cityops.services.models import Service
from tests.factories.areas import square
from tests.factories.services import ServiceFactory

pytestmark = pytest.mark.django_db


def load(**options: object) -> str:
    said = StringIO()
    call_command("load_reference", "batu", stdout=said, **options)
    return said.getvalue()


def test_it_writes_areas_agencies_and_categories() -> None:
    assert "28 areas" in load()
    assert Area.objects.filter(level="desa", parent__parent__code="35.79").count() == 24
    assert Area.objects.filter(geom__isnull=False).count() == 0
    assert AreaPopulation.objects.get(area="35.79").residents == 225_408
    assert AreaPopulation.objects.filter(is_official=False).count() == 3
    light = Category.objects.get(pk="street-light")
    assert (light.agency_id, light.parent_id, light.target_days) == ("dpupr", "roads", 5)
    assert Category.objects.get(pk="other-complaint").agency is None
    assert not Agency.objects.get(pk="perumdam").is_ours
    card = Service.objects.get(pk="ktp-elektronik")
    assert (card.agency_id, card.documents.count(), card.is_verified) == ("dispendukcapil", 3, False)


def test_a_second_run_keeps_outlines_and_mends_names() -> None:
    load()
    Area.objects.filter(pk="35.79.01.1001").update(name="Tmas", geom=square(112.5, -7.88), source="Peta resmi")
    Category.objects.create(code="old", kind="need", name="Lama", name_en="Old")
    ServiceFactory(code="old")
    load()
    assert not Service.objects.get(pk="old").is_open  # left the folder: closed, since requests name it
    assert Service.objects.get(pk="ktp-elektronik").documents.count() == 3
    temas = Area.objects.get(pk="35.79.01.1001")
    assert (temas.name, temas.source) == ("Temas", "Peta resmi")
    assert temas.geom is not None
    assert not Category.objects.get(pk="old").is_open  # left the folder: closed, since reports name it


def test_a_dry_run_writes_nothing() -> None:
    assert "nothing written" in load(dry_run=True)
    assert not Area.objects.exists()


def test_an_unknown_city_is_told() -> None:
    with pytest.raises(CommandError, match="batu"):
        call_command("load_reference", "atlantis")
