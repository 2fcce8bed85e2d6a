"""How often is folded: once a second, and less often where folding takes long."""

from layers.cells.folding import AT_LEAST_EVERY_S, EVERY_S, rest_after


def test_a_quick_fold_comes_again_in_a_second() -> None:
    assert rest_after(0.0) == rest_after(0.2) == EVERY_S


def test_a_slow_one_takes_a_fifth_of_the_time() -> None:
    took = 1.5
    assert took / (took + rest_after(took)) == 0.2


def test_nothing_waits_for_long() -> None:
    assert rest_after(60.0) == AT_LEAST_EVERY_S
