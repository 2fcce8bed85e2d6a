"""The life of every kind of work as tables that people read: states with their clocks, moves and who makes them."""

from collections.abc import Iterator, Sequence

from django.utils.translation import override

from cityops.features.work import WorkKind, registered_kinds
from cityops.features.workflow import Move
from cityops.policy.lines import Role
from cityops.policy.registry import verbs
from cityops.policy.table import WORDS

NONE = "–"


def as_markdown() -> str:
    """Return docs/workflow.md: verbs and fields in English, the words of states and moves as people see them."""
    parts = [INTRODUCTION]
    for kind in registered_kinds():
        with override("id"):
            heading = str(kind.label)
            tables = [_table(list(_states(kind))), _table(list(_moves(kind)))]
        parts += [f"## {heading}", *tables]
    return "\n\n".join(parts) + "\n"


def _states(kind: WorkKind) -> Iterator[Sequence[str]]:
    flow = kind.workflow
    yield "state", "word", "clock", "moves on by"
    for state in flow.states:
        onward = [
            move.verb for move in flow.moves if state.name in move.sources and move.leads_to(state.name) != state.name
        ]
        yield state.name, str(state.label), _clock(kind, state.clock), ", ".join(onward) or NONE


def _clock(kind: WorkKind, clock: str | None) -> str:
    if clock is None:
        return NONE
    days = kind.workflow.clock_days.get(clock)
    return f"{clock}: its own number of working days" if days is None else f"{clock}: {days} working days"


def _moves(kind: WorkKind) -> Iterator[Sequence[str]]:
    yield "move", "word", "key", "from", "to", "needs", "who"
    for move in kind.workflow.moves:
        yield (
            move.verb,
            str(move.label),
            move.key or NONE,
            ", ".join(move.sources),
            _targets(move),
            ", ".join((*move.needs, *(f"({name})" for name in move.takes))) or NONE,
            _who(kind, move),
        )


def _targets(move: Move) -> str:
    others = [f"{target} from {source}" for source, target in move.targets.items()]
    return "; ".join((move.target or "the same", *others))


def _who(kind: WorkKind, move: Move) -> str:
    if move.by_reporter:
        return "whoever sent it"
    if move.by_system:
        return "the clock"
    lines = [line for line in verbs() if line.kind == kind.layer.removeprefix("work-") and line.name == move.verb]
    with override("en"):
        return ", ".join(f"{Role(role).value} ({WORDS[reach]})" for line in lines for role, reach in line.reach.items())


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    rule = "| " + " | ".join("-" * width for width in widths) + " |"
    return "\n".join([lines[0], rule, *lines[1:]])


INTRODUCTION = """\
# The life of every kind of work

Written by `script/manage workflow > docs/workflow.md` from the workflows that the kinds declare; a test keeps the two
alike. Interface, actions, demo city and tests read the same declarations. Clocks count the working days of the agency
(`cityops/agencies/working_time.py`), up to the end of work on the last one; where they come from stands in each
`workflow.py`. What a move takes but does not need stands in brackets. The reporter's own time (to reply, to say that
it is not solved) is counted in the city's five days, whatever the agency's week.

A clock that a question to the reporter has stopped goes on with the days that it had left, at least one; when ten
working days bring no reply, the report goes on without it. What is late is brought before the head of its agency, and
five working days later before the Sekkota as well. A move can be taken back for ten seconds by whoever made it, unless
somebody has come after.\
"""
