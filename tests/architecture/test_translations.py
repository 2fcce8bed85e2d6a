"""Every text that is to be translated is, in a tree of its own so that the real files stay as they are."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("cityops", "layers", "geodata", "templates", "static", "locale")
DOMAINS = ("django", "djangojs")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The catalogue as `script/messages` would write it now."""
    tree = tmp_path_factory.mktemp("tree")
    for folder in FOLDERS:
        skipped = shutil.ignore_patterns("__pycache__", "*.mo")
        shutil.copytree(ROOT / folder, tree / folder, ignore=skipped)
    shutil.copy(ROOT / "manage.py", tree)
    for domain in DOMAINS:
        words = ["makemessages", "--domain", domain, "--locale", "id", "--no-obsolete", "--add-location", "file"]
        subprocess.run([sys.executable, "manage.py", *words], cwd=tree, check=True, capture_output=True, text=True)
    yield tree / "locale" / "id" / "LC_MESSAGES"


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_text_has_its_indonesian(fresh: Path, domain: str) -> None:
    entries = polib.pofile(str(fresh / f"{domain}.po"))
    left = [f"{entry.msgid!r} ({entry.occurrences[0][0]})" for entry in entries if not entry.translated()]
    assert not left, f"{len(left)} of {len(entries)} wait; run script/messages and translate them: {'; '.join(left)}"


@pytest.mark.parametrize("domain", DOMAINS)
def test_placeholders_are_the_same_on_both_sides(domain: str) -> None:
    """The same names in braces and after a percent sign on both sides, or a page breaks in one language."""
    pattern = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%[sd]")
    for entry in polib.pofile(str(ROOT / "locale" / "id" / "LC_MESSAGES" / f"{domain}.po")):
        if entry.msgstr:
            assert set(pattern.findall(entry.msgid)) == set(pattern.findall(entry.msgstr)), entry.msgid


# One thing, one word: what is said here is said otherwise everywhere else.
OTHER_WORDS = {
    r"\bperamban\b": "browser",
    r"\b(sambungan|sinyal)\b": "koneksi",
    r"\bdispatcher\b": "admin koordinator",
    r"\bkanal\b": "pita",
    r"\bdinas\b": "SKPD, instansi or petugas",
    r"\d\)?[sd]? huruf\b": "karakter",
    r"\bdahulu\b": "dulu",
    r"\bdisanggah\b": "bisa dibuka lagi",
    r"\be-?mail(nya)?\b": "surel",
    r"(?<!kata )(?<!kunci )\bsandi(nya)?\b": "kata sandi or kunci sandi",
}


@pytest.mark.parametrize("domain", DOMAINS)
def test_one_thing_has_one_word(domain: str) -> None:
    for entry in polib.pofile(str(ROOT / "locale" / "id" / "LC_MESSAGES" / f"{domain}.po")):
        for words in (entry.msgstr, *entry.msgstr_plural.values()):
            for other, ours in OTHER_WORDS.items():
                assert not re.search(other, words, re.IGNORECASE), f"{words!r}: say {ours}"


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_head_of_a_catalogue_is_filled_in(domain: str) -> None:
    catalogue = polib.pofile(str(ROOT / "locale" / "id" / "LC_MESSAGES" / f"{domain}.po"))
    assert catalogue.metadata["Language"] == "id"
    assert not [name for name, value in catalogue.metadata.items() if re.search(r"PACKAGE|YEAR|FULL NAME", value)]
    assert not catalogue.metadata_is_fuzzy
