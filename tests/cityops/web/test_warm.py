"""What a web process loads before it answers: every template compiles, addresses are known in every language."""

import gc
from typing import Any

import pytest
from django.template import engines

from cityops.web import warm


def kept_templates() -> set[str]:
    loaders = list(engines["django"].engine.template_loaders)
    while loaders and not hasattr(loaders[0], "get_template_cache"):
        loaders = loaders[0].loaders  # of the library for partials, around Django's own
    return set(loaders[0].get_template_cache)


def test_all_templates_are_loaded_and_out_of_the_collector_s_sight(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.DEBUG = False
    frozen: list[int] = []
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(1))
    threshold = gc.get_threshold()
    try:
        warm.warm_up()
        assert gc.get_threshold()[0] == warm.YOUNG
    finally:
        gc.set_threshold(*threshold)
    assert frozen == [1]
    assert any("desk/work_queues.html" in str(key) for key in kept_templates())


def test_where_templates_change_nothing_is_kept(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.DEBUG = True
    frozen: list[int] = []
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(1))
    warm.warm_up()
    assert frozen == []
