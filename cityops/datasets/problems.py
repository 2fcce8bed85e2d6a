"""What is to be known about a file before it is imported, each with the field of the form that mends it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cityops.datasets.choices_form import ChoicesForm
from cityops.datasets.columns import has_places
from cityops.datasets.errors import NoPlaces
from cityops.datasets.mapping import Offer
from cityops.datasets.remedies import field_of, in_short, is_of_a_row
from geodata.readers.inspection import AWAY, Inspection, Problem
from geodata.readers.raster_facts import RasterInspection
from geodata.readers.raster_notes import Kind


@dataclass(frozen=True)
class Told:
    """One thing to know about a file, as the page shows it.

    remedy: what to choose otherwise, elsewhere on the page. press: what a button beside it does, as the form is sent
    (`choices_form.AWAY_SAID`), and its words.
    """

    text: str
    is_fatal: bool = False
    is_repaired: bool = False
    is_notice: bool = False
    remedy: BoundField | None = None
    press: tuple[str, str] | None = None


def problems_of(
    found: Inspection | None,
    raster: RasterInspection | None,
    form: ChoicesForm,
    *,
    stopped_by: Iterable[Problem] = (),
    become: Sequence[Offer] = (),
) -> list[Told]:
    """Return what is to be known about a file: what stands in the way first, what was mended last.

    stopped_by: what an import failed at, which nobody saw before. become: what its rows can be made besides a layer.
    """
    if raster:
        told = [_of_raster(note.code, note.kind, note.text, form) for note in raster.problems]
    else:
        told = _of_rows(found, form, tuple(stopped_by), become) if found else []
    return sorted(told, key=lambda one: (not one.is_fatal, one.is_repaired))


def _of_raster(code: str, kind: Kind, text: str, form: ChoicesForm) -> Told:
    is_asked = kind == Kind.ASKED
    return Told(text, is_fatal=is_asked, is_repaired=not is_asked, remedy=_remedy(Problem(code), form))


def _of_rows(
    found: Inspection, form: ChoicesForm, stopped_by: tuple[Problem, ...], become: Sequence[Offer]
) -> list[Told]:
    known = set(map(_key, found.problems))
    # What a column's kind mends stands there.
    new = [one for one in stopped_by if is_of_a_row(one) and field_of(one, found.columns) == "leaves_out"]
    problems = (*found.problems, *(one for one in new if _key(one) not in known))
    told = [
        Told(
            text,
            is_fatal=problem.is_fatal,
            is_repaired=problem.is_repaired,
            remedy=None if problem.is_repaired else _remedy(problem, form),
        )
        for problem, text in in_short(problem for problem in problems if problem.code != AWAY)
    ]
    if not found.is_fatal and not has_places(found):
        told.append(_without_places(form, [str(offer.target.label) for offer in become if not offer.lacks]))
    if found.away:
        told.append(_told_away(found, form))
    if found.geometry_type == "MultiPoint":
        told.append(Told(_("Some rows have several points. Each point becomes a row of its own."), is_repaired=True))
    return told


def _without_places(form: ChoicesForm, others: list[str]) -> Told:
    remedy = _remedy(Problem("no_places"), form)
    if not others:
        return Told(str(NoPlaces.text), is_fatal=True, remedy=remedy)
    text = _(
        "Nothing in it says where the rows are, so it cannot be drawn as a layer. It can be used all the same, as: "
        "%(others)s. There the names of desa and places in it are looked up. For a layer, add columns with latitude"
        " and longitude, or choose them."
    )
    return Told(text % {"others": ", ".join(others)}, is_notice=True, remedy=remedy)


def _told_away(found: Inspection, form: ChoicesForm) -> Told:
    count = {"count": intcomma(found.away)}
    if found.choices.leaves_away:
        text = _("Rows far from the city that are left out, as you chose: %(count)s.") % count
        return Told(text, is_notice=True, press=("take", _("Take them in all the same")))
    may_be_left_out = found.away < found.rows
    press = ("leave", _("Leave these rows out: %(count)s") % count) if may_be_left_out else None
    return Told(_away(found), is_notice=True, remedy=form["crs"], press=press)


def _away(found: Inspection) -> str:
    """Return which rows lie far from the city, and what to look at."""
    number = intcomma(found.away)
    if found.away == found.rows:
        return _(
            "All rows lie far from the city. That may be right. If not, look whether latitude and longitude are the"
            " wrong way round, and whether the coordinate system is the one of the file."
        )
    named = ", ".join(map(str, found.away_rows))
    more = found.away - len(found.away_rows)
    rows = _("%(rows)s and %(more)s others") % {"rows": named, "more": intcomma(more)} if more else named
    words = ngettext(
        "%(count)s row lies far from the city (row %(rows)s). That may be right. If not, look whether latitude and"
        " longitude are the wrong way round there, or whether a digit or the minus is missing.",
        "%(count)s rows lie far from the city (rows %(rows)s). That may be right. If not, look whether latitude and"
        " longitude are the wrong way round there, or whether a digit or the minus is missing.",
        found.away,
    )
    return words % {"count": number, "rows": rows}


def _key(problem: Problem) -> tuple[str, int | None]:
    return problem.code, problem.row


def _remedy(problem: Problem, form: ChoicesForm) -> BoundField | None:
    """Return the field that mends it, if it is asked; what leaves rows out stands beside them anyway."""
    name = field_of(problem, form.found.columns if form.found else ())
    return form[name] if name in form.fields and name != "leaves_out" else None
