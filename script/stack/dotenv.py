"""Reads a `.env` file by the same rules as django-environ, which reads it for Django."""

import re
from pathlib import Path

_LINE = re.compile(r"\A(?:export )?([A-Za-z_0-9]+)=(.*)\Z")
_ESCAPED = re.compile(r"\\(.)")


def read_dotenv(path: Path) -> dict[str, str]:
    """Return the settings in `path`; none when there is no such file. Lines that are no assignment are ignored."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    found = (_LINE.match(line) for line in text.splitlines())
    return {match.group(1): _unquoted(match.group(2)) for match in found if match}


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] == "'":
        return value[1:-1]
    if len(value) >= 2 and value[0] == value[-1] == '"':
        return _ESCAPED.sub(lambda match: match.group(0) if match.group(1) in "rnt" else match.group(1), value[1:-1])
    return value
