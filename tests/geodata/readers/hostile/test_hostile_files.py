import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from geodata.readers.errors import UnfitFile
from geodata.readers.inspecting import inspect_vector
from geodata.readers.streaming import stream_vector
from tests.geodata.readers.hostile import archives, databases, liars, outlines, pointers, tables
from tests.geodata.readers.hostile.case import SECRET, Canary, Case, Said

CASES: list[Case] = [case for part in (pointers, liars, archives, databases, outlines, tables) for case in part.CASES]


class Listener:
    """A port of this machine that counts who calls."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.calls = 0
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                caller, _address = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.socket.close()


@pytest.fixture
def canary(listener: Listener, tmp_path: Path) -> Canary:
    secret = tmp_path / "of-the-server" / "secret.geojson"
    secret.parent.mkdir()
    feature = {"type": "Feature", "properties": {"nama": SECRET}, "geometry": {"type": "Point", "coordinates": [1, 2]}}
    secret.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return Canary(listener.port, secret)


def test_there_are_many() -> None:
    assert len(CASES) >= 40
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_each_is_told_and_nothing_else_is_touched(
    case: Case, canary: Canary, listener: Listener, tmp_path: Path
) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    path = case.make(folder, canary)
    found = inspect_vector(path, case.choices, city=case.city)
    said = tuple(Said(p.code, p.row, fatal=p.is_fatal, mended=p.is_repaired) for p in found.problems)
    assert said == case.said
    for problem in found.problems:
        assert "%(" not in problem.text
        assert str(problem.row or "") in problem.text
    answered = json.dumps(found.to_dict(), default=str).encode() + copied(path, case)
    assert SECRET.encode() not in answered
    assert listener.calls == 0
    assert canary.secret.read_text().count(SECRET) == 1


def copied(path: Path, case: Case) -> bytes:
    """Stream it as well. Rows at fault stop it unless they may be left out; what was mended goes in."""
    if any(problem.fatal and problem.code != "mixed_geometry" for problem in case.said):
        return b""  # the look ended before the first row, and so does the stream, by the same lines
    if any(not problem.mended for problem in case.said):
        with (
            pytest.raises(UnfitFile) as stopped,
            stream_vector(path, case.choices, city=case.city) as stream,
        ):
            assert not b"".join(stream)
        assert SECRET not in str(stopped.value)
    choices = replace(case.choices, leaves_out=True)
    if any(problem.fatal for problem in case.said):
        return b""
    with stream_vector(path, choices, city=case.city) as stream:
        content = b"".join(stream)
    left_out = {p.row for p in stream.problems if p.row and (not p.is_repaired or p.code == "other_geometry")}
    assert len(content.splitlines()) == stream.rows_written == stream.rows_read - len(left_out) > 0
    return content
