"""The city this installation serves, as its folder of reference data describes it."""

from django.conf import settings
from django.utils.translation import get_language

from geodata.city.entries import City
from geodata.city.folder import read_city


def this_city() -> City:
    """Return the facts of the city named by `CITYOPS_CITY`; read once."""
    return read_city(settings.CITY, settings.CITY_ROOT)


def in_readers_language(indonesian: str, english: str) -> str:
    """Choose between the two spellings that reference data has."""
    return english if english and (get_language() or "id").startswith("en") else indonesian
