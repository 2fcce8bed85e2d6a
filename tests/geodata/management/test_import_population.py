"""Residents by area from the console: the same checks as in the browser."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cityops.areas.models import AreaPopulation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def run(folder: Path, text: str, *options: str) -> str:
    file = folder / "penduduk.csv"
    file.write_text(text, encoding="utf-8")
    said = StringIO()
    call_command("import_population", str(file), *options, stdout=said)
    return said.getvalue()


def test_figures_are_written_and_written_again(tmp_path: Path) -> None:
    text = "area;residents\n35.79.01.1001;17000\nSisir;20000\n"
    options = ("--on", "2024", "--source", "Dispendukcapil", "--unofficial")
    assert "2 figures new" in run(tmp_path, text, *options)
    assert "2 as they were" in run(tmp_path, text, *options)
    assert "1 changed, 1 as they were" in run(tmp_path, text.replace("17000", "17100"), *options)
    figure = AreaPopulation.objects.get(area="35.79.01.1001")
    assert (figure.residents, figure.on.isoformat(), figure.is_official) == (17100, "2024-12-31", False)


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    text = "area,residents,on,source\nSisir,20000,2024-12-31,Dispendukcapil\n"
    assert "nothing written" in run(tmp_path, text, "--dry-run")
    assert not AreaPopulation.objects.exists()


def test_one_row_at_fault_stops_all(tmp_path: Path) -> None:
    text = "area,residents,on,source\nSisir,20000,2024,x\nNirwana,1,2024,x\nTemas,-4,2024,x\n"
    with pytest.raises(CommandError, match=r"row 3: .*“Nirwana”.*\n.*row 4: “-4”"):
        run(tmp_path, text)
    assert not AreaPopulation.objects.exists()


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no column residents; it has: area, jiwa"):
        run(tmp_path, "area,jiwa\nSisir,1\n")
