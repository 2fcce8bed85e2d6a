"""Makes approximate outlines of the desa from the grid in the city's folder."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from shapely.geometry import mapping

from cityops.areas.models import Area
from geodata.city.folder import read_reference
from geodata.demo.boundaries import APPROXIMATE, load_outlines
from geodata.demo.outlines import outlines_of_city


class Command(BaseCommand):
    """`make_demo_boundaries --load`: the same grid gives the same outlines, to the last digit."""

    help = "Make approximate outlines of the desa from the city's grid; write them to a file, the database, or both."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where the outlines go."""
        parser.add_argument("--city", default=settings.CITY)
        parser.add_argument("--out", type=Path, help="GeoJSON file to write.")
        parser.add_argument("--load", action="store_true", help="Write them into the database.")
        parser.add_argument("--replace", action="store_true", help="Also where official outlines are loaded already.")

    def handle(self, *args: Any, city: str, out: Path | None, load: bool, replace: bool, **options: Any) -> None:
        """Make them, write them."""
        if not out and not load:
            raise CommandError("Say where they go: --out FILE, --load, or both.")
        reference = read_reference(city)
        outlines = outlines_of_city(city)
        names = {area.code: area.name for area in reference.areas}
        if out:
            features = [
                {
                    "type": "Feature",
                    "properties": {"code": code, "name": names[code], "source": APPROXIMATE},
                    "geometry": mapping(outline),
                }
                for code, outline in outlines.items()
            ]
            out.write_text(json.dumps({"type": "FeatureCollection", "name": city, "features": features}))
            self.stdout.write(f"{len(features)} outlines written to {out}")
        if load:
            with transaction.atomic():
                if Area.objects.filter(geom__isnull=False, is_approximate=False).exists() and not replace:
                    raise CommandError("Official outlines are loaded. Add --replace to overwrite them all the same.")
                moved = load_outlines(outlines, names)
            self.stdout.write(f"{len(outlines)} outlines loaded ({APPROXIMATE}); features moved: {len(moved)}")
