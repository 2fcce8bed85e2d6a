"""Makes a layer of a file, as the page /data/new/ does, or says what stands against it."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cityops.accounts.models import User
from cityops.datasets.models import Dataset, Licence
from cityops.datasets.whole_way import Said, import_file
from cityops.errors import CityError
from geodata.readers.choices import Choices
from layers.models import Audience

PIECE = 1024 * 1024


class Command(BaseCommand):
    """`import_layer FILE --as NAME [--label …] [--audience everyone] [--crs EPSG:32749] [--replace LAYER]`."""

    help = "Make a layer of the map out of a file; the same reading and checks as on the page."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="person", required=True, help="user name of whom the layer belongs to")
        parser.add_argument("--label", default="", help="what the layer is called")
        parser.add_argument("--source", default="")
        parser.add_argument("--licence", choices=Licence.values, default=Licence.UNKNOWN)
        parser.add_argument("--audience", choices=Audience.values, default=Audience.OWNER)
        parser.add_argument("--crs", default="", help="coordinate system, where the file does not say it")
        parser.add_argument("--encoding", default="")
        parser.add_argument("--layer", default="", help="of a file with several layers")
        parser.add_argument("--leave-out", action="store_true", help="leave out rows that cannot go in")
        parser.add_argument("--replace", default="", help="name of the layer that it becomes the next version of")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it all at once."""
        actor = User.objects.filter(username__iexact=options["person"]).first()
        if actor is None:
            raise CommandError(f"there is nobody called {options['person']}")
        replaced = Dataset.objects.filter(name=options["replace"], removed_at=None).first()
        if options["replace"] and replaced is None:
            raise CommandError(f"there is no dataset {options['replace']}")
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"there is no file {path}")
        try:
            with path.open("rb") as file:
                upload, noticed = import_file(
                    actor=actor,
                    file_name=path.name,
                    size=path.stat().st_size,
                    pieces=iter(lambda: file.read(PIECE), b""),
                    replaces=replaced,
                    said=_said(options),
                )
        except CityError as fault:
            raise CommandError(str(fault)) from fault
        for line in noticed:
            self.stdout.write(line)
        dataset = upload.dataset
        assert dataset is not None
        assert dataset.shown is not None
        self.stdout.write(f"{dataset.label}: {dataset.shown.rows:,} rows, /layers/{dataset.name}/")


def _said(options: dict[str, Any]) -> Said:
    about_it = {name: options[name] for name in ("label", "source") if options[name]}
    choices = Choices(
        layer=options["layer"],
        crs=options["crs"],
        encoding=options["encoding"],
        leaves_out=options["leave_out"],
    )
    return Said(about_it | {"licence": options["licence"], "audience": options["audience"]}, choices)
