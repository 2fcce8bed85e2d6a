"""The tree of kecamatan and desa with counts, for the part of the city that a person works in."""

from collections.abc import Mapping
from typing import Any, TypedDict

from cityops.areas.queries import parts_of_city
from cityops.desk.work_filter import Asked
from cityops.policy.registry import grants_of


class Node(TypedDict):
    """One line of `components/area_tree.html`."""

    code: str
    name: str
    url: str
    count: int
    is_current: bool
    children: list["Node"]


def area_nodes(user: Any, asked: Asked, counts: Mapping[str, int]) -> list[Node]:
    """Return the nodes below the city; counts: by area code, each with what lies in it.

    The link of the chosen area undoes the choice; an outline that was drawn stays.
    """
    mine = _areas_of(user)
    chosen = asked.values.get("area", ())
    nodes: dict[str, Node] = {}
    roots: list[Node] = []
    for area in parts_of_city():
        if not _concerns(area.pk, mine):
            continue
        is_current = area.pk in chosen
        node = Node(
            code=area.pk,
            name=area.name,
            url=asked.with_values(area=() if is_current else (area.pk,), bbox=()).url(),
            count=counts.get(area.pk, 0),
            is_current=is_current,
            children=[],
        )
        nodes[area.pk] = node
        above = nodes.get(area.parent_id or "")
        (above["children"] if above else roots).append(node)
    return roots


def _areas_of(user: Any) -> tuple[str, ...]:
    """Return the areas that all of a person's roles are limited to; empty where one is not limited."""
    grants = grants_of(user)
    return tuple(code for grant in grants for code in grant.areas) if all(grant.areas for grant in grants) else ()


def _concerns(code: str, mine: tuple[str, ...]) -> bool:
    """Whether an area is one of `mine`, lies in one, or holds one."""
    return not mine or any(code == one or code.startswith(f"{one}.") or one.startswith(f"{code}.") for one in mine)
