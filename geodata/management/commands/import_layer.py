"""Makes a layer of a file, as the page /data/new/ does, or says what stands against it."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cityops.accounts.models import User
from cityops.datasets.actions import begin_import, cancel_upload, receive_upload
from cityops.datasets.actions.upload import Description
from cityops.datasets.columns import usual_choices
from cityops.datasets.errors import in_words
from cityops.datasets.importing import make_layer
from cityops.datasets.models import Dataset, Licence, State, Upload, What
from cityops.datasets.reading import read
from cityops.errors import CityError
from geodata.readers.choices import Choices
from geodata.readers.inspection import Inspection
from geodata.readers.raster_facts import RasterInspection
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
        try:
            upload = self._import(options)
        except CityError as fault:
            raise CommandError(str(fault)) from fault
        dataset = upload.dataset
        assert dataset is not None
        assert dataset.shown is not None
        self.stdout.write(f"{dataset.label}: {dataset.shown.rows:,} rows, /layers/{dataset.name}/")

    def _import(self, options: dict[str, Any]) -> Upload:
        actor = User.objects.filter(username__iexact=options["person"]).first()
        if actor is None:
            raise CommandError(f"there is nobody called {options['person']}")
        replaced = Dataset.objects.filter(name=options["replace"], removed_at=None).first()
        if options["replace"] and replaced is None:
            raise CommandError(f"there is no dataset {options['replace']}")
        upload = self._received(options, actor, replaced)
        try:
            read(upload.pk)
            upload.refresh_from_db()
            choices = self._choices_of(upload)
            begin_import(
                actor=actor,
                upload_id=upload.pk,
                choices=choices.to_dict(),
                description=Description(
                    label=options["label"] or upload.label,
                    source=options["source"] or upload.source,
                    licence=options["licence"],
                    audience=options["audience"],
                    agency=upload.agency,
                ),
            )
        except (CommandError, CityError):
            cancel_upload(actor=actor, upload_id=upload.pk)
            raise
        make_layer(upload.pk)
        upload.refresh_from_db()
        if upload.state != State.DONE:
            raise CommandError(in_words(upload.fault) if upload.fault else upload.get_state_display())
        return upload

    def _received(self, options: dict[str, Any], actor: User, replaced: Dataset | None) -> Upload:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"there is no file {path}")
        said = Choices(
            layer=options["layer"],
            crs=options["crs"],
            encoding=options["encoding"],
            leaves_out=options["leave_out"],
        )
        with path.open("rb") as file, transaction.atomic():
            upload = receive_upload(
                actor=actor,
                file_name=path.name,
                size=path.stat().st_size,
                pieces=iter(lambda: file.read(PIECE), b""),
                replaces=replaced,
            )
            upload.choices = said.to_dict()
            upload.save()
        return upload

    def _choices_of(self, upload: Upload) -> Choices:
        """Return how it is to be read. Raises CommandError with all that stands against it."""
        if upload.fault:
            raise CommandError(in_words(upload.fault))
        if upload.what == What.RASTER:
            raster = RasterInspection.from_json(upload.inspection or {})
            told = [note.text for note in raster.problems]
            if not raster.is_ready:
                raise CommandError("\n".join(told))
            choices = Choices.from_dict(upload.choices)
        else:
            found = Inspection.from_dict(upload.inspection or {})
            told = [problem.text for problem in found.problems]
            if found.is_fatal or (found.faulty_rows and not found.choices.leaves_out):
                raise CommandError("\n".join(told))
            choices = usual_choices(found)
        for line in told:
            self.stdout.write(line)
        return choices
