"""The canary, in every test that asks for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.geodata.readers.canary import Canary


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Canary]:
    """A canary that must still sing when the test is over."""
    folder = tmp_path / "secret"
    folder.mkdir()
    found = Canary(folder)
    yield found
    assert found.calls == []
    assert not found.opened
    found.close()
