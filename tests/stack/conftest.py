"""Folders of state for whole stacks: open to the database's user, and removed with all that was put elsewhere."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that the database's user can enter, which pytest's own are not."""
    made = Path(tempfile.mkdtemp(prefix="cityops-stack-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder that others cannot enter."""
    made = Path(tempfile.mkdtemp(prefix="cityops-closed-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)
    elsewhere = Path("/var/lib/cityops") / hashlib.sha256(str(made / "var").encode()).hexdigest()[:16]
    shutil.rmtree(elsewhere, ignore_errors=True)
