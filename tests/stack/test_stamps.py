from pathlib import Path

from stack import stamps


def test_a_stamp_is_current_until_a_file_or_a_word_changes(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text("a")
    value = stamps.digest([lock], "3.11")
    stamps.leave(tmp_path / "kept" / "stamp", value)
    assert stamps.is_current(tmp_path / "kept" / "stamp", stamps.digest([lock], "3.11"))
    assert value != stamps.digest([lock], "3.12")
    lock.write_text("b")
    assert value != stamps.digest([lock], "3.11")


def test_without_a_stamp_nothing_is_current(tmp_path: Path) -> None:
    assert not stamps.is_current(tmp_path / "stamp", stamps.digest([]))
