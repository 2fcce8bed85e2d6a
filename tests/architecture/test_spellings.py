"""What is spelled by its kind alone, never in two ways on one page: dates (`cityops/web/formats`), sizes of files."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KINDS = {"DATE_FORMAT", "SHORT_DATE_FORMAT", "SHORT_DATETIME_FORMAT"}
FOR_MACHINES = {"c", "Y-m-d", "Y"}


def test_templates_name_the_kind_of_a_date() -> None:
    for path in (ROOT / "templates").rglob("*.*"):
        for form in re.findall(r'\|(?:date|time):"([^"]*)"', path.read_text()):
            # With the day of the week it is no spelling of a date that stands elsewhere: a holiday, a tooltip.
            assert form in KINDS | FOR_MACHINES or form.startswith("l,"), f"{path.relative_to(ROOT)}: {form}"


def test_code_names_the_kind_of_a_date() -> None:
    for folder in ("cityops", "layers"):
        for path in (ROOT / folder).rglob("*.py"):
            for form in re.findall(r'date_format\([^"\'\n]*["\']([^"\']*)["\']\)', path.read_text()):
                assert form in KINDS or path.name == "weeks.py", f"{path.relative_to(ROOT)}: {form}"


def test_templates_spell_sizes_of_files_by_one_filter() -> None:
    for path in (ROOT / "templates").rglob("*.*"):
        assert "filesizeformat" not in path.read_text(), f"{path.relative_to(ROOT)}: say file_size"
