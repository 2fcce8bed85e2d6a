from itertools import pairwise

import pytest

from cityops.farming.corners import LONGEST_TEXT, BadCorner, TooMuchText, read_corners, write_corners

BATU = (112.516667, -7.87)


@pytest.mark.parametrize(
    ("typed", "corner"),
    [
        ("-7.8712, 112.5312", (112.5312, -7.8712)),
        ("112.5312 -7.8712", (112.5312, -7.8712)),
        ("-7,8712; 112,5312", (112.5312, -7.8712)),
        ("-7,8712, 112,5312", (112.5312, -7.8712)),
        ("-7.87,112.53", (112.53, -7.87)),
        ("(−7.87, 112.53)", (112.53, -7.87)),
        ("3. -7.87 112.53", (112.53, -7.87)),
        ("7°52'12\"S 112°31'E", BATU),
        ("7°52’12’’S 112°31′0″E", BATU),
        ("7°52'12\" LS, 112°31'00\" BT", BATU),
        ("112°31' BT 7°52'12\" LS", BATU),
        ("S 7°52.2' E 112°31'", BATU),
        ("-7.87\t112.53", (112.53, -7.87)),
        ("7.5 LU 8.25 BB", (-8.25, 7.5)),
        ("-7.87 -7.88", (-7.88, -7.87)),
    ],
)
def test_a_corner_is_read_however_people_write_it(typed: str, corner: tuple[float, float]) -> None:
    assert read_corners(typed) == [corner]


@pytest.mark.parametrize(
    "typed",
    ["abc", "-7.87", "-7.87 112.53 4", "7.5 S 8.5 S", "112.5 113.5", "-97, 181", "1e5, 3", "7 52 12 S 112 31 E", "−"],
)
def test_what_is_no_corner_is_refused_with_its_line(typed: str) -> None:
    with pytest.raises(BadCorner) as caught:
        read_corners(f"-7.87, 112.53\n\n{typed}")
    assert caught.value.data["line"] == 3


def test_a_hostile_line_does_not_take_long() -> None:
    for nasty in (" " * 19_000 + "x", "1" * 19_000, "-7.8," * 3_000, "°'" * 5_000):
        with pytest.raises(BadCorner):
            read_corners(f"1{nasty}")


def test_too_much_text_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooMuchText):
        read_corners("-7.87, 112.53\n" * LONGEST_TEXT)


def test_what_is_repeated_counts_once_and_a_ring_need_not_be_closed() -> None:
    ring = read_corners("-7.87, 112.53\n-7.87, 112.53\n-7.87, 112.54\n-7.88, 112.54\n-7.87, 112.53\n")
    assert ring == [(112.53, -7.87), (112.54, -7.87), (112.54, -7.88)]
    assert all(one != other for one, other in pairwise(ring))


def test_what_is_written_reads_the_same() -> None:
    ring = [(112.526789, -7.871234), (112.527, -7.871), (112.5275, -7.8715)]
    assert read_corners(write_corners(ring)) == ring
