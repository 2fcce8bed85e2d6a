"""A clone where the database's user cannot go."""

import os
from pathlib import Path

import pytest

from tests.stack.running import Server, typed

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.geteuid() != 0, reason="only root changes to another user")]


def test_the_state_goes_to_var_lib_and_is_said_in_one_line(closed_folder: Path) -> None:
    server = Server(closed_folder / "var").start()
    try:
        said = [line for line in server.lines if "/var/lib/cityops/" in line]
        assert len(said) == 1
        assert not (closed_folder / "var" / "postgres").exists()
    finally:
        server.press_ctrl_c()
    again = typed("manage", "shell", "-v", "0", "-c", "print(7)", CITYOPS_VAR=str(closed_folder / "var"))
    assert again.stdout.split() == ["7"]
