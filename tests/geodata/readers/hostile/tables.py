"""Tables with every fault that a table can have."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook

from geodata.readers.choices import Choices, ColumnChoice
from tests.geodata.readers.hostile.case import Canary, Case, Said, fatal, mended, text

LAUGHS = "<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"


def spreadsheet(member: str, content: str, *, instead: bool = False) -> Callable[[Path, Canary], Path]:
    """Make a spreadsheet with one more part, or with the head of a part replaced."""

    def make(folder: Path, canary: Canary) -> Path:
        book, made = Workbook(), io.BytesIO()
        for row in (("nama", "lat", "lng"), ("a", -7.87, 112.52)):
            book.active.append(row)
        book.save(made)
        words = content.replace("{secret}", str(canary.secret)).replace("{address}", canary.address)
        with zipfile.ZipFile(made) as before, zipfile.ZipFile(folder / "a.xlsx", "w") as after:
            for name in before.namelist():
                part = before.read(name)
                after.writestr(name, words.encode() + part.partition(b"?>")[2] if instead and name == member else part)
            if not instead:
                after.writestr(member, words)
        return folder / "a.xlsx"

    return make


def typed(**kinds: str) -> Choices:
    return Choices(columns=tuple(ColumnChoice(name, name, kind) for name, kind in kinds.items()))  # type: ignore[arg-type]


HEAD = "nama,lat,lng\n"
HERE = "a,-7.87,112.52\n"

CASES = [
    Case("NUL in a table", text("a.csv", (HEAD + HERE + "b\0,-7.87,112.52\n").encode()), (fatal("nul_in_text", 3),)),
    Case("a line of 10 MB", text("a.csv", HEAD + HERE + "x" * 10_000_000), (fatal("line_too_long", 3),)),
    Case("a quotation mark without end", text("a.csv", HEAD + '"' + HERE * 100_000), (fatal("line_too_long", 2),)),
    Case("too many columns", text("a.csv", ",".join(f"k{n}" for n in range(300)) + "\n"), (fatal("too_many_columns"),)),
    Case("no heading", text("a.csv", "1,-7.87,112.52\n2,-7.88,112.53\n"), (fatal("no_heading"),)),
    Case("a heading alone", text("a.csv", HEAD), (fatal("no_rows"),)),
    Case(
        "columns of one name, and of none",
        text("a.csv", "nama,nama,,lat,lng\na,b,c,-7.87,112.52\n"),
        (mended("same_heading"), mended("empty_heading")),
    ),
    Case("a very long name", text("a.csv", f"{'n' * 5000},lat,lng\n{HERE}"), (mended("long_heading"),)),
    Case("more cells than columns", text("a.csv", HEAD + HERE + "a,b,-7.87,112.52\n"), (Said("too_many_cells", 3),)),
    Case(
        "a number that is none",
        text("a.csv", "nama,lat,lng,n\na,-7.87,112.52,5\nb,-7.87,112.52,lima\n"),
        (Said("bad_number", 3),),
        typed(nama="text", n="number"),
    ),
    Case(
        "a date that is none",
        text("a.csv", "lat,lng,t\n-7.87,112.52,31/01/2024\n-7.87,112.52,31 Januari 2024\n-7.87,112.52,31/02/2024\n"),
        (Said("bad_date", 4),),
        typed(t="date"),
    ),
    Case("a coordinate that is none", text("a.csv", HEAD + HERE + "b,utara,112.52\n"), (Said("bad_coordinate", 3),)),
    Case("coordinates of 0, 0", text("a.csv", HEAD + HERE + "b,0,0\n"), (Said("zero_coordinates", 3),)),
    Case("no coordinate in a row", text("a.csv", HEAD + HERE + "b,,112.52\n"), (Said("no_geometry", 3),)),
    Case(
        "coordinates that are not finite",
        text("a.csv", HEAD + HERE + "b,nan,112.52\nc,-7.87,inf\n"),
        (Said("bad_coordinate", 4), Said("bad_coordinate", 3)),
    ),
    Case(
        "coordinates off the earth", text("a.csv", HEAD + HERE + HERE + "b,-97.8,112.52\n"), (Said("outside_crs", 4),)
    ),
    Case("latitude for longitude", text("a.csv", "nama,lng,lat\n" + HERE), (mended("swapped_axes"),)),
    Case("coordinates of nowhere", text("a.csv", "nama,x,y\na,5000000,77\n"), (fatal("unknown_crs"),)),
    Case(
        "WKT that is none",
        text("a.csv", 'wkt\n"POINT(112.52 -7.87)"\n"POINT(112.52"\n'),
        (Said("bad_coordinate", 3),),
    ),
    Case(
        "WKT that is not finite",
        text("a.csv", 'wkt\n"LINESTRING(112.5 -7.8, 112.6 -7.9)"\n"LINESTRING(112.52 inf, 112.52 -7.8)"\n'),
        (Said("coordinates_not_finite", 3),),
    ),
    Case(
        "an encoding that does not exist",
        text("a.csv", HEAD + HERE),
        (fatal("unknown_encoding"),),
        Choices(encoding="klingon"),
    ),
    Case(
        "an encoding that does not fit",
        text("a.csv", (HEAD + "Café,-7.87,112.52\n").encode("cp1252")),
        (fatal("encoding_does_not_fit", 1),),
        Choices(encoding="utf-8"),
    ),
    Case(
        "a guessed encoding",
        text("a.csv", (HEAD + "Café Müller,-7.87,112.52\n").encode("cp1252")),
        (mended("encoding_guessed"),),
    ),
    Case(
        "a column that is not there",
        text("a.csv", HEAD + HERE),
        (fatal("no_such_column"),),
        Choices(x="bujur", y="lat"),
    ),
    Case(
        "a spreadsheet with links to others",
        spreadsheet("xl/externalLinks/externalLink1.xml", '<externalLink href="file://{secret}" also="{address}"/>'),
        (mended("external_links_ignored"),),
    ),
    Case("a spreadsheet with macros", spreadsheet("xl/vbaProject.bin", "Sub Run()"), (mended("macros_ignored"),)),
    Case(
        "a spreadsheet with laughing entities",
        spreadsheet("xl/worksheets/sheet1.xml", f"<?xml version='1.0'?>{LAUGHS}", instead=True),
        (fatal("xml_entities"),),
    ),
    Case(
        "a spreadsheet with the entity of a file",
        spreadsheet("xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE a SYSTEM "file://{secret}">', instead=True),
        (fatal("xml_entities"),),
    ),
]
