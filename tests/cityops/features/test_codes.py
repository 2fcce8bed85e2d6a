import random

from hypothesis import given
from hypothesis import strategies as st

from cityops.features.codes import ALPHABET, clean_code, make_code

letters = st.sampled_from(ALPHABET)
codes = st.integers(0, 2**32).map(lambda seed: make_code("BTU", random.Random(seed)))


def test_a_code_reads_like_this() -> None:
    assert make_code("BTU", random.Random(1)).startswith("BTU-")
    assert len(make_code("BTU")) == len("BTU-7K3F-92MZ")


def test_no_letter_that_looks_or_sounds_like_another() -> None:
    assert not set("01OILSU5") & set(ALPHABET)


@given(codes)
def test_a_code_typed_carelessly_is_understood(code: str) -> None:
    assert clean_code(code.lower().replace("-", " "), "BTU") == code
    assert clean_code(code.removeprefix("BTU-"), "BTU") == code


@given(codes, st.integers(4, 12), letters)
def test_one_wrong_letter_is_found(code: str, where: int, letter: str) -> None:
    wrong = code[:where] + letter + code[where + 1 :]
    if code[where] != "-" and wrong != code:
        assert clean_code(wrong, "BTU") is None


@given(st.text(max_size=30))
def test_anything_may_be_typed(text: str) -> None:
    clean_code(text, "BTU")
