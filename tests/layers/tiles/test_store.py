"""Finished tiles in a folder: one draws, the others wait; a key that is new is drawn anew."""

import threading
from multiprocessing import get_context
from pathlib import Path

import pytest

from layers.tiles.store import TileStore


def test_a_stampede_of_threads_draws_once(tmp_path: Path) -> None:
    drawn: list[int] = []
    begun, go_on = threading.Event(), threading.Event()

    def draw() -> bytes:
        drawn.append(1)
        begun.set()
        assert go_on.wait(10)
        return b"tile"

    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(TileStore(tmp_path).get_or_draw("k", draw))) for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    assert begun.wait(10)
    go_on.set()
    for thread in threads:
        thread.join()
    assert (found, drawn) == ([b"tile"] * 12, [1])


def _draw_in(folder: Path, barrier: "object") -> None:
    def draw() -> bytes:
        with (folder / "drawn.txt").open("a") as log:
            log.write("x")
        return b"tile"

    barrier.wait()  # type: ignore[attr-defined]
    assert TileStore(folder / "tiles").get_or_draw("k", draw) == b"tile"


def test_a_stampede_of_processes_draws_once(tmp_path: Path) -> None:
    context = get_context("spawn")
    barrier = context.Barrier(3)
    processes = [context.Process(target=_draw_in, args=(tmp_path, barrier)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(30)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert (tmp_path / "drawn.txt").read_text() == "x"


def test_a_draw_that_fails_leaves_nothing_and_the_next_one_draws(tmp_path: Path) -> None:
    store = TileStore(tmp_path)
    with pytest.raises(ZeroDivisionError):
        store.get_or_draw("k", lambda: bytes(1 // 0))
    assert store.get_or_draw("k", lambda: b"drawn") == b"drawn"
    assert store.get_or_draw("k", lambda: b"again") == b"drawn"
    assert store.get_or_draw("other", lambda: b"again") == b"again"


def test_a_tile_of_nothing_is_not_kept(tmp_path: Path) -> None:
    store = TileStore(tmp_path)
    assert [store.get_or_draw(str(number), lambda: b"") for number in range(3)] == [b""] * 3
    assert not list(tmp_path.glob("??/*"))


def test_a_folder_that_cannot_be_written_costs_no_answer(tmp_path: Path) -> None:
    (tmp_path / "tiles").write_text("a file, no folder")
    assert TileStore(tmp_path / "tiles").get_or_draw("k", lambda: b"drawn") == b"drawn"


def test_old_tiles_go_and_so_do_too_many(tmp_path: Path) -> None:
    store = TileStore(tmp_path)
    for number in range(5):
        store.get_or_draw(str(number), lambda: b"x" * 5000)
    assert store.prune() == 0
    assert store.prune(most_files=4) == 1
    assert store.prune(most_bytes=2 * 8192) == 2
    assert store.prune(older_than_s=-1) == 2
