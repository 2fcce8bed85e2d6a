"""What is asked about below is no reason above; the same word in another field is one."""

from pathlib import Path

import pytest
from django.test import Client

from tests.cityops.datasets.as_features import tried
from tests.cityops.datasets.conftest import Send
from tests.factories.files import spreadsheet

pytestmark = pytest.mark.django_db


def test_a_word_is_asked_about_in_its_field_only(desk: Client, send: Send, tmp_path: Path) -> None:
    text = "desa,jiwa,tahun,sumber,resmi\nNaga,100,2020,BPS,Naga\nTemas,200,2020,BPS,ya\n"
    upload = tried(desk, send(spreadsheet(tmp_path, text)), "population")
    answer = desk.get(f"{upload.get_absolute_url()}as/population/")
    (table,) = answer.context["words"].tables
    assert (table.field.name, [row.word for row in table.rows]) == ("official", ["Naga"])
    (group,) = answer.context["result"].groups
    assert "“Naga”" in group.text
    assert group.told["text"].startswith("No area has the code")
