"""The table of classes as it stands on the screen: rows of text, some of them empty, and what they say."""

from collections.abc import Mapping
from dataclasses import dataclass

from layers.number_words import number_words
from layers.rasters.style import MOST_CHARACTERS, MOST_CLASSES, RasterClass
from layers.styles.errors import bad
from layers.styles.style import is_colour
from layers.typed_numbers import read_number

SPARE_COLOUR = "#9a9a9a"


@dataclass(frozen=True)
class ClassRow:
    """One class as it is written: from a value up to below another; `to` empty: this one value."""

    number: int
    begin: str
    end: str
    colour: str
    word: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it: the one that waits for the next class, or one that was taken out."""
        return not self.begin and not self.end


def rows_of(classes: tuple[RasterClass, ...]) -> list[ClassRow]:
    """Return classes as rows."""
    return [
        ClassRow(
            number,
            number_words(one.begin),
            "" if one.begin == one.end else number_words(one.end),
            one.colour,
            one.word,
        )
        for number, one in enumerate(classes)
    ]


def sent_rows(data: Mapping[str, str]) -> list[ClassRow]:
    """Return the rows of a form, those with something in them."""
    rows: list[ClassRow] = []
    for number in range(MOST_CLASSES + 1):
        said = [data.get(f"class-{number}-{part}") for part in ("from", "to", "colour", "word")]
        if said[0] is None:
            break
        begin, end, colour, word = (str(one or "").strip() for one in said)
        row = ClassRow(len(rows), begin, end, colour if is_colour(colour) else SPARE_COLOUR, word[:MOST_CHARACTERS])
        if not row.is_empty:
            rows.append(row)
    return rows


def with_room(rows: list[ClassRow]) -> list[ClassRow]:
    """Return rows with an empty one after them, as long as there may be more."""
    return [*rows, ClassRow(len(rows), "", "", SPARE_COLOUR, "")] if len(rows) < MOST_CLASSES else rows


def classes_said(rows: list[ClassRow]) -> list[dict[str, object]]:
    """Return rows as the JSON of a style. Raises BadStyle for what is no number."""
    said = []
    for row in rows:
        begin = _number(row.begin or row.end)
        where = {"value": begin} if not row.end or not row.begin else {"from": begin, "to": _number(row.end)}
        said.append({**where, "colour": row.colour, "word": row.word})
    return said


def _number(typed: str) -> float:
    number = read_number(typed)
    if number is None:
        raise bad("classes", typed, "1; 2,5; 1.000")
    return number
