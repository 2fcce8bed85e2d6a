"""`.env.example` lists every setting, and the environment is read in two places only."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READERS = [*ROOT.glob("cityops/settings/*.py"), ROOT / "script/stack/config.py", ROOT / "script/stack/django.py"]
NAME = re.compile(r"\"((?:CITYOPS|DATABASE|EMAIL|DJANGO)_[A-Z_]+|SECRET_KEY(?:_FALLBACKS)?)\"")


def test_every_setting_is_in_the_example_and_no_other() -> None:
    read = {name for file in READERS for name in NAME.findall(file.read_text())}
    told = set(re.findall(r"^# ([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert told == read


def test_the_example_changes_nothing_when_it_is_copied() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []


def test_no_other_module_of_the_application_reads_the_environment() -> None:
    files = [path for folder in ("cityops", "layers", "geodata") for path in (ROOT / folder).rglob("*.py")]
    # a settings module's name; what a child process that reads a file is given, and gives itself
    allowed = {"cityops/wsgi.py", *(str(path.relative_to(ROOT)) for path in ROOT.glob("geodata/readers/**/*.py"))}
    found = [path for path in files if "os.environ" in path.read_text()]
    assert [path for path in found if "settings" not in path.parts and str(path.relative_to(ROOT)) not in allowed] == []
