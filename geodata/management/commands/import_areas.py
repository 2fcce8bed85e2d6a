"""Takes the city's official boundaries out of any vector file and assigns all features anew."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from cityops.areas.actions import Moved, Outline, replace_areas
from cityops.areas.models import Area
from cityops.areas.summary import AreaTotal, area_totals
from cityops.errors import CityError
from geodata.boundaries.check import Checked, Choices, check_boundaries, overlap_and_slivers_m2
from geodata.city.entries import Reference
from geodata.city.folder import read_reference
from geodata.readers.vector import read_vector

MOST_LINES = 20


class Command(BaseCommand):
    """`import_areas batas.zip --code-field KODE --name-field NAMA`: shows what would change, asks, then does it."""

    help = "Replace the outlines of all desa by those of a file; shows a summary and asks first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the names of its fields, and the remedies that the refusals name."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--code-field", required=True, help="Field with the Kemendagri code.")
        parser.add_argument("--name-field", required=True, help="Field with the name.")
        parser.add_argument("--city", default=settings.CITY, help="Folder of reference data (default: %(default)s).")
        parser.add_argument("--source", default="", help="Where the outlines come from; shown on the map.")
        parser.add_argument("--approximate", action="store_true", help="Mark them as not official.")
        parser.add_argument("--layer", help="Layer of a file with several.")
        parser.add_argument("--crs", help="Coordinate system where the file does not say it, like EPSG:32749.")
        parser.add_argument(
            "--codes", choices=("kemendagri", "bps"), default="kemendagri", help="Whose codes they are."
        )
        parser.add_argument("--swap-axes", action="store_true", help="The file has latitude before longitude.")
        parser.add_argument("--skip-others", action="store_true", help="Leave out what is no desa of this city.")
        parser.add_argument(
            "--without", action="append", default=[], metavar="CODE", help="A desa that has no outline."
        )
        parser.add_argument("--dry-run", action="store_true", help="Show the summary and change nothing.")
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    def handle(self, *args: Any, file: Path, city: str, dry_run: bool, yes: bool, **options: Any) -> None:
        """Read, check, show, ask, write."""
        try:
            reference = read_reference(city)
            choices = Choices(
                code_field=options["code_field"],
                name_field=options["name_field"],
                bps=options["codes"] == "bps",
                skip_others=options["skip_others"],
                swap_axes=options["swap_axes"],
                without=tuple(options["without"]),
            )
            table = read_vector(file, layer=options["layer"], crs=options["crs"])
            checked = check_boundaries(table, choices, reference)
            self._tell_about(checked, table.crs, reference)
            write = {
                "actor": None,
                "outlines": [
                    Outline.from_wkb(o.code, _name(o.code, o.name, reference), o.shape.wkb) for o in checked.outlines
                ],
                "source": options["source"] or file.name,
                "is_approximate": options["approximate"],
                "without": choices.without,
            }
            self._preview(write)
            if dry_run:
                self.stdout.write(_("Dry run: nothing was changed."))
            elif yes or self._agreed():
                moved = replace_areas(**write)
                self.stdout.write(_("Done. Features in another desa than before: %d.") % len(moved))
            else:
                raise CommandError(_("Nothing was changed."))
        except CityError as fault:
            raise CommandError(str(fault)) from fault

    def _preview(self, write: dict[str, Any]) -> None:
        """Do it, look at it, and undo it: nothing stays locked while somebody thinks about it."""
        before = area_totals()
        with transaction.atomic():
            moved = replace_areas(**write)
            after = area_totals()
            transaction.set_rollback(True)
        self._tell_totals(before, after)
        self._tell_moved(moved)

    def _tell_about(self, checked: Checked, crs: str, reference: Reference) -> None:
        say = self.stdout.write
        say(_("%(count)d desa read, coordinate system %(crs)s.") % {"count": len(checked.outlines), "crs": crs})
        for outline in checked.outlines:
            if outline.repaired:
                say(_("Repaired: %(area)s (%(what)s)") % {"area": outline.code, "what": outline.repaired})
        overlap, slivers = overlap_and_slivers_m2(checked.outlines, reference.city.metric_srid)
        say(
            _("Ground in two desa: %(overlap).2f ha; in slivers between desa: %(slivers).2f ha.")
            % {"overlap": overlap / 10_000, "slivers": slivers / 10_000}
        )
        for line in checked.other_names:
            say(_("Name in the file / name kept: %s") % line)
        for line in checked.elsewhere:
            say(self.style.WARNING(_("Are the codes mixed up? The known place of this desa is outside: %s") % line))

    def _tell_totals(self, before: Sequence[AreaTotal], after: Sequence[AreaTotal]) -> None:
        was = {total.code: total for total in before}
        left_head, right_head = _("before"), _("after")
        self.stdout.write(f"\n{'':<24}{left_head:>18}{right_head:>18}")
        for total in after:
            old = was.get(total.code)
            left = f"{old.desa} / {old.km2:.2f} km²" if old else "–"
            self.stdout.write(
                f"{total.code + ' ' + total.name:<24}{left:>18}{f'{total.desa} / {total.km2:.2f} km²':>18}"
            )

    def _tell_moved(self, moved: Sequence[Moved]) -> None:
        lost = [change for change in moved if change.after is None]
        self.stdout.write(_("Features in another desa than before: %d.") % len(moved))
        for change in moved[:MOST_LINES]:
            self.stdout.write(f"  {change.code}: {change.before or '–'} → {change.after or '–'}")
        if len(moved) > MOST_LINES:
            self.stdout.write(f"  … (+{len(moved) - MOST_LINES})")
        if lost:
            told = _("In no desa any more; they keep the last one and go to the dispatcher: %d.") % len(lost)
            self.stdout.write(self.style.WARNING(told))
            for change in lost:
                self.stdout.write(f"  {change.code} ({change.before or '–'})")

    def _agreed(self) -> bool:
        have = Area.objects.filter(geom__isnull=False, level="desa").count()
        question = _("Replace the outlines of %d desa? Type “yes” to do it: ") % have
        self.stdout.write(question, ending="")
        self.stdout.flush()
        return sys.stdin.readline().strip().lower() in ("yes", "y", "ya")


def _name(code: str, said: str, reference: Reference) -> str:
    return next((area.name for area in reference.areas if area.code == code), said)
