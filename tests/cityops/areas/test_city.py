"""Another city is another folder, and nothing in the code says Batu."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from cityops.areas.city import this_city
from cityops.features.codes import clean_code
from cityops.reports.actions import send_report
from geodata.city.folder import REFERENCE_DIR
from tests.factories import places
from tests.factories.agencies import CategoryFactory

ROOT = Path(configured.BASE_DIR)
NAMED = ("/", "/laporan/", "/laporan/saya/", "/lapor/", "/masuk/", "/r/salah/", "/layanan/", "/permohonan/saya/")


@pytest.fixture
def kediri(tmp_path: Path, settings: Any) -> None:
    """A tiny second city: its own name, prefix and clock, and nothing else changed."""
    folder = tmp_path / "kediri"
    folder.mkdir()
    shutil.copy(REFERENCE_DIR / "batu" / "city.yaml", folder)
    facts = (folder / "city.yaml").read_text(encoding="utf-8")
    for ours, theirs in (
        ("slug: batu", "slug: kediri"),
        ("name: Kota Batu\n", "name: Kabupaten Kediri\n"),
        ("short_name: Batu", "short_name: Kediri"),
        ("Kebakaran Kota Batu", "Kebakaran Kabupaten Kediri"),
        ("prefix: BTU", "prefix: KDRI"),
        ("Asia/Jakarta", "Asia/Jayapura"),
    ):
        assert ours in facts
        facts = facts.replace(ours, theirs, 1)
    (folder / "city.yaml").write_text(facts, encoding="utf-8")
    settings.CITY, settings.CITY_ROOT = "kediri", tmp_path


def test_the_clock_is_that_of_the_city() -> None:
    assert this_city().time_zone == configured.TIME_ZONE
    assert this_city().name in configured.DEFAULT_FROM_EMAIL


@pytest.mark.django_db
@pytest.mark.usefixtures("kediri", "city")
class TestAnotherCity:
    @pytest.mark.parametrize("path", NAMED)
    def test_pages_bear_its_name(self, client: Client, path: str) -> None:
        page = client.get(path).content.decode()
        head, _, body = page.partition("</head>")
        assert "Kediri" in head
        assert 'data-time-zone="Asia/Jayapura"' in head
        assert "Kota Batu" not in page
        assert "BTU-" not in body

    @pytest.mark.parametrize("page", ["errors/500.html", "errors/503.html"])
    def test_so_do_pages_that_are_drawn_without_a_request(self, page: str) -> None:
        with translation.override("en"):
            assert "· Kediri</title>" in render_to_string(page, {})

    def test_a_report_has_a_code_of_its_own(self, client: Client) -> None:
        report = send_report(
            key="5f0c6f5e-6a46-4a0e-9f0e-0c5f5a2b7e11",
            place=places.IN_TEMAS,
            category=CategoryFactory(),
            text="Lubang",
            address_hash="a" * 32,
        ).report
        assert report.code.startswith("KDRI-")
        assert client.get(f"/r/{report.code}/").status_code == 200
        assert client.get(f"/r/{report.code[5:].lower()}/", follow=True).status_code == 200


def test_a_code_may_begin_with_the_letters_of_the_prefix() -> None:
    code = next(
        made for made in ("KDR-KDR2-222" + last for last in "2346789ABCDEFGHJKMNPQRTVWXYZ") if clean_code(made, "KDR")
    )
    assert clean_code(code.removeprefix("KDR-"), "KDR") == code


def test_nothing_that_is_shown_says_batu() -> None:
    shown = [*ROOT.glob("templates/**/*.*"), *ROOT.glob("static/js/**/*.js"), ROOT / "locale/id/LC_MESSAGES/django.po"]
    shown = [file for file in shown if file.name != "styleguide.html"]
    said = [file for file in shown if "Kota Batu" in file.read_text() or "BTU-" in file.read_text()]
    assert not said
