"""What the codes of problems mean, each with the remedy, in the reader's language."""

import re
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from geodata.readers.formats import READABLE_LAYERS

TEXTS: dict[str, Promise] = {
    # the file
    "empty_file": _("The file is empty. Export it again."),
    "unreadable": _("This is no file that can be read here. Send it as %(formats)s."),
    "damaged": _("The file is damaged or cut off. Export it again, or open and save it in QGIS."),
    "too_large": _(
        "The file needs more memory, time or room than one file may take. Cut it into parts or simplify it."
    ),
    "ended": _(
        "The server ended the reading of this file in the middle: it ran out of memory or was busy with its own upkeep."
        " Try again; if it happens once more, cut the file into parts."
    ),
    "lies_about_type": _("The name ends in %(suffix)s, but the content is %(found)s. Export it anew in one of both."),
    "is_raster": _("This is a picture (raster), not a table of places. Send it as a raster layer."),
    "points_elsewhere": _(
        "The file holds no data of its own; it points to other files or addresses, which are never opened. "
        "Save the data itself, as GeoPackage for example."
    ),
    "old_spreadsheet": _("This is the old Excel format. Save it as .xlsx or as CSV."),
    "not_a_geopackage": _("This database is no GeoPackage. Save the layer as GeoPackage in QGIS."),
    "database_runs_code": _(
        "“%(name)s” in this GeoPackage would run code when it is read. Save the layer into a new GeoPackage."
    ),
    "xml_entities": _("The file declares XML entities, which are not read. Export it again without a DOCTYPE."),
    "parquet_encoding": _("The geometry is stored as %(encoding)s. Write the GeoParquet with WKB geometry."),
    # archives
    "archive_without_shp": _(
        "The archive has parts of a shapefile, but no .shp. Zip .shp, .shx, .dbf and .prj together."
    ),
    "index_rebuilt": _("The .shx was missing and was made anew. Look whether all rows are there."),
    "archive_without_map": _("The archive holds no map file, only: %(found)s. Zip the map file itself."),
    "archive_of_several": _("The archive holds several map files: %(layers)s. Choose one."),
    "archive_nested": _("There is an archive inside the archive. Unpack it and send the map file."),
    "archive_escapes": _("The archive wants to write outside its folder (“%(member)s”). Zip the files again."),
    "archive_link": _("“%(member)s” in the archive is a link to another file. Zip the file itself."),
    "archive_locked": _("The archive has a password. Zip the files without one."),
    "archive_bomb": _("“%(member)s” unpacks to far more than it says anything with. Zip the files again."),
    # what somebody chose
    "away": _("It lies far from the city: such rows are left out, as you chose."),
    "left_out_away": _("Rows far from the city that were left out, as chosen: %(count)s."),
    # layers and columns
    "layer_not_chosen": _("The file holds these layers: %(layers)s. Choose one."),
    "no_rows": _("There are no rows in it. Export the layer again with its features."),
    "no_usable_rows": _(
        "None of the %(count)s rows has a place that can be used. Check the geometry or the coordinates."
    ),
    "too_many_columns": _("%(count)s columns are too many; at most %(most)s. Remove those that nobody needs."),
    "no_such_column": _("There is no column “%(column)s” in the file. Choose the columns again."),
    "no_heading": _("The first row has only numbers. Put a row with the names of the columns above it."),
    "empty_heading": _("Column %(number)s had no name and is called “#%(number)s”. Rename it if it is kept."),
    "same_heading": _("Two columns are called “%(heading)s”; the second has a number behind its name."),
    "long_heading": _("The name of the column “%(heading)s…” is very long and was cut."),
    "binary_columns": _("Columns without readable values were left out: %(columns)s."),
    "points_split": _(
        "Rows with several points: %(count)s. Each point becomes a row of its own, with the same values."
    ),
    # words
    "unknown_encoding": _("There is no encoding “%(encoding)s” here. Choose UTF-8 or Windows-1252."),
    "encoding_does_not_fit": _("The words are not in the encoding %(encoding)s. Choose another."),
    "encoding_guessed": _(
        "The encoding is not said; the words were read as %(used)s. If letters look wrong, choose another."
    ),
    "encoding_mended": _("The file says that its words are %(said)s, but they are not; they were read as %(used)s."),
    "wrong_encoding": _(
        "The words in “%(column)s” are not in UTF-8; they were read as Windows-1252. Check the letters."
    ),
    "nul_removed": _("Characters that no text has (NUL) were removed in “%(column)s”."),
    "nul_in_text": _("There are characters that no text has (NUL). Save the table again as CSV in UTF-8."),
    "line_too_long": _(
        "The line is longer than a table's row can be. Is a quotation mark missing? Save it again as CSV."
    ),
    "too_many_cells": _(
        "%(count)s cells, but only %(columns)s columns. Put quotation marks around cells with a delimiter."
    ),
    "bad_number": _("“%(value)s” in “%(column)s” is no number. Correct it, or leave the row out."),
    "bad_date": _("“%(value)s” in “%(column)s” is no date. Write it like 2024-01-31, or leave the row out."),
    "no_such_day": _(
        "“%(value)s” in “%(column)s” is a day that is not in the calendar. Correct the day or the month in the file and"
        " send it anew, or leave the row out."
    ),
    # coordinate systems
    "unknown_crs": _(
        "The file does not say its coordinate system, and the numbers do not tell. Ask its maker, then choose it, "
        "like EPSG:32749."
    ),
    "bad_crs": _("There is no coordinate system “%(crs)s” here. Choose one by its number, like EPSG:32749."),
    "bad_prj": _("The .prj is no coordinate system. Remove it and choose the system, or export the layer again."),
    "crs_does_not_fit": _("The coordinate system %(crs)s does not fit the numbers. Choose another, like EPSG:32749."),
    "swapped_axes": _("Latitude and longitude (north and east) were the wrong way round and were exchanged."),
    "metres_in_degrees": _("The coordinates are metres where the format wants degrees; they were read as %(crs)s."),
    # geometry
    "mixed_geometry": _(
        "The layer mixes %(point)s points, %(line)s lines and %(polygon)s polygons. Choose which are meant; the others "
        "are left out."
    ),
    "other_geometry": _("Another kind of geometry than chosen; left out."),
    "no_geometry": _("No place. Give it a geometry or coordinates, or leave the row out."),
    "bad_geometry": _("The geometry cannot be read. Draw it anew, or leave the row out."),
    "bad_coordinate": _("“%(value)s” in “%(column)s” is no coordinate. Write it like -7.8712, or leave the row out."),
    "coordinates_not_finite": _("A coordinate is no number (NaN or infinite). Correct it, or leave the row out."),
    "zero_coordinates": _("The coordinates are 0, 0, which means no place. Correct them, or leave the row out."),
    "outside_crs": _(
        "The place lies outside what %(crs)s can say. Are latitude and longitude the wrong way round in it, or is it in"
        " another system? Correct the coordinates, or leave the row out."
    ),
    "no_length": _("The line has no length. Draw it anew, or leave the row out."),
    "self_crossing": _("The outline crossed itself and was repaired. Look at it on the map."),
    "not_repairable": _("The outline encloses no ground and cannot be repaired. Draw it anew, or leave the row out."),
    "collection_split": _("A collection of several kinds; only its main kind was kept."),
    "height_dropped": _("Heights (Z) were dropped; the map is flat."),
    "measure_dropped": _("Measures (M) along the geometry were dropped."),
    "curves_linearised": _("Curves were turned into lines of many short pieces."),
    # what is ignored
    "links_ignored": _("Links to other files or addresses in it were ignored; only what stands in the file is read."),
    "triggers_ignored": _("The database holds a program (“%(name)s”); it was not run."),
    "external_links_ignored": _("Links to other workbooks were ignored; the values that stand in the cells are read."),
    "macros_ignored": _("Macros were not run; the values that stand in the cells are read."),
}

_IN_FIGURES = re.compile(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}")  # written as a day is, and still none

REASONS: dict[str, Promise] = {
    "file": _("The file says so."),
    "standard": _("The format knows no other."),
    "person": _("Chosen by hand."),
    "degrees_here": _("The numbers are degrees in Indonesia."),
    "degrees": _("The numbers can be degrees."),
    "metres_here": _("The numbers are metres around the city."),
}


def told(code: str, row: int | None, count: int, params: dict[str, Any]) -> str:
    """Return what a problem says: where, what, and what to do."""
    shown = {name: ", ".join(value) if isinstance(value, list | tuple) else value for name, value in params.items()}
    if count > 1 and not params:
        shown = dict.fromkeys(("column", "value", "crs", "count", "columns"), "…")
    if code == "bad_date" and _IN_FIGURES.fullmatch(str(params.get("value", "")).strip()):
        code = "no_such_day"
    text = str(TEXTS[code]) % ({"formats": READABLE_LAYERS} | shown if not shown.get("formats") else shown)
    if row is None:
        return text
    if count > 1:
        return f"{gettext('Row %(row)s and %(more)s more:') % {'row': row, 'more': count - 1}} {text}"
    return f"{gettext('Row %(row)s:') % {'row': row}} {text}"
