"""What is asked once a request is asked anew in the next, and each time where there is none."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from cityops.web.once import OnceMiddleware, once_a_request

asked: list[int] = []


@once_a_request
def number() -> int:
    asked.append(len(asked))
    return asked[-1]


def test_once_within_a_request_and_anew_in_the_next() -> None:
    answers: list[tuple[int, int]] = []

    def view(_request: object) -> HttpResponse:
        answers.append((number(), number()))
        return HttpResponse()

    answer = OnceMiddleware(view)
    answer(RequestFactory().get("/"))
    answer(RequestFactory().get("/"))
    (first, again), (second, still) = answers
    assert first == again != second == still


def test_each_time_where_there_is_no_request() -> None:
    assert number() != number()


def test_a_request_that_fails_leaves_nothing_behind() -> None:
    def view(_request: object) -> HttpResponse:
        number()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        OnceMiddleware(view)(RequestFactory().get("/"))
    assert number() != number()
