"""What the database takes for itself: by the machine's memory, or by the limit of the container."""

from pathlib import Path

import pytest

from stack import memory


@pytest.mark.parametrize(
    ("machine", "cache"), [(512, 128), (2048, 128), (4096, 256), (8192, 512), (16384, 1024), (262144, 1024)]
)
def test_a_sixteenth_within_bounds(machine: int, cache: int) -> None:
    assert memory.shared_buffers_mb(machine) == cache


def test_a_container_is_as_large_as_its_limit(tmp_path: Path) -> None:
    whole = memory.memory_mb(())
    limit, none, absent = tmp_path / "limit", tmp_path / "none", tmp_path / "absent"
    limit.write_text(f"{64 << 20}\n")
    none.write_text("max\n")
    assert memory.memory_mb((absent, none)) == whole > 64
    assert memory.memory_mb((absent, none, limit)) == 64
