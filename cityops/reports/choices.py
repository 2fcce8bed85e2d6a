"""What the form offers: the category tree (three kinds, groups, leaves with guidance), and whom to call in danger."""

from dataclasses import dataclass

from cityops.agencies.models import Category, CategoryKind
from cityops.areas.city import in_readers_language, this_city


@dataclass(frozen=True)
class Group:
    """A group and what can be chosen in it; `is_open`: it holds what is chosen."""

    category: Category
    leaves: list[Category]
    is_open: bool


@dataclass(frozen=True)
class KindChoices:
    """One of the three kinds, with its groups."""

    value: str
    label: str
    icon: str
    groups: list[Group]


ICONS = {
    CategoryKind.COMPLAINT: "megaphone",
    CategoryKind.NEED: "hand-helping",
    CategoryKind.QUESTION: "message-circle-question-mark",
}


def category_choices(*, chosen: str = "") -> list[KindChoices]:
    """Return the tree in two levels; a top without leaves is its own. A closed leaf stays while it has guidance."""
    groups: dict[str, list[Category]] = {}
    tops: list[Category] = []
    for category in Category.objects.select_related("agency"):
        if category.parent_id is None:
            tops.append(category)
        elif category.is_open or category.guidance:
            groups.setdefault(category.parent_id, []).append(category)
    parents = set(Category.objects.exclude(parent=None).values_list("parent_id", flat=True))
    return [
        KindChoices(
            kind.value,
            str(kind.label),
            ICONS[kind],
            [
                Group(top, leaves, is_open=any(leaf.pk == chosen for leaf in leaves))
                for top in tops
                if top.kind == kind and (leaves := groups.get(top.pk, [top] if top.pk not in parents else []))
            ],
        )
        for kind in CategoryKind
    ]


def emergency_numbers() -> list[dict[str, str]]:
    """Return numbers to call before anything is reported: as written, as dialled, and whose they are."""
    return [
        {
            "number": entry.number,
            "dial": "".join(digit for digit in entry.number if digit.isdecimal()),
            "name": in_readers_language(entry.name, entry.name_en),
        }
        for entry in this_city().emergency
    ]
