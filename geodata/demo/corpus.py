"""The words of the demo city: sentences by category, put together so that neighbours in a list do not read alike."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import yaml

T = TypeVar("T")

WORDS = Path(__file__).with_name("words")
SHARED = "shared.yaml"
SLOT = re.compile(r"\{(\w+)\}")
# How people type on a telephone.
CASUAL = {
    " yang ": " yg ",
    " tidak ": " ngga ",
    " sudah ": " udah ",
    " dengan ": " dg ",
    " karena ": " krn ",
    " sampai ": " sampe ",
}


@dataclass(frozen=True)
class Leaf:
    """The sentences of one category, its share of its kind, and where and when it happens."""

    weight: float
    season: str
    where: str
    is_mixed: bool
    """Whether its sentences are about too many things for any detail to go with any of them."""
    is_works: bool
    """Whether something is built or mended, so that it may be planned or half done."""
    sentences: Mapping[str, list[str]]

    def of(self, part: str) -> list[str]:
        """Return the sentences of a part: what, detail, effect, work, done, service, for."""
        return self.sentences.get(part, [])


@cache
def leaves() -> dict[str, Leaf]:
    """Read the words of all categories."""
    found: dict[str, Leaf] = {}
    for path in sorted(WORDS.glob("*.yaml")):
        if path.name != SHARED:
            for code, entry in yaml.safe_load(path.read_text(encoding="utf-8")).items():
                parts = {key: [str(text) for text in value] for key, value in entry.items() if isinstance(value, list)}
                is_mixed, is_works = entry.get("mixed", False), entry.get("works", False)
                found[code] = Leaf(float(entry["weight"]), entry["season"], entry["where"], is_mixed, is_works, parts)
    return found


@cache
def shared() -> dict[str, list[Any]]:
    """Read slots and the sentences that fit every category; slots are keyed by their name."""
    everything = yaml.safe_load((WORDS / SHARED).read_text(encoding="utf-8"))
    flat = {f"slot {name}": [str(v) for v in values] for name, values in everything["slots"].items()}
    flat |= {f"opening {kind}": texts for kind, texts in everything["opening"].items()}
    flat |= {f"closing {kind}": texts for kind, texts in everything["closing"].items()}
    return flat | {key: value for key, value in everything.items() if isinstance(value, list) and key != "reject"}


@cache
def refusals(code: str) -> list[dict[str, str]]:
    """Return the refusals, each with who is responsible instead, that fit a category."""
    every = yaml.safe_load((WORDS / SHARED).read_text(encoding="utf-8"))["reject"]
    fitting = [entry for entry in every if code in entry.get("for", ())]
    return fitting or [entry for entry in every if "for" not in entry]


def fill(sentence: str, pick: Random, **known: str) -> str:
    """Fill the slots of a sentence, what is `known` first, and begin it with a capital."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        return known[name] if name in known else pick.choice(shared()[f"slot {name}"])

    filled = SLOT.sub(value, sentence)
    return filled[:1].upper() + filled[1:]


@dataclass
class Deck:
    """Deals the items of a list in random order, all of them before any comes again."""

    pick: Random
    piles: dict[str, list[Any]] = field(default_factory=dict)

    def deal(self, name: str, items: Sequence[T]) -> T:
        """Return the next item of the pile called `name`."""
        pile = self.piles.get(name)
        if not pile:
            pile = self.piles[name] = list(items)
            self.pick.shuffle(pile)
        item: T = pile.pop()
        return item

    def matter(self, code: str) -> int:
        """Return which of the matters of a category comes next; text, service and answer go by it."""
        return self.deal(f"{code} what", range(len(leaves()[code].of("what"))))


def report_text(code: str, matter: int, kind: str, deck: Deck, pick: Random, places: Mapping[str, str]) -> str:
    """Write what a resident would: at least what is the matter, often more, now and then in a hurry."""
    leaf = leaves()[code]
    parts = [leaf.of("what")[matter]]
    if leaf.of("detail") and pick.random() < (0.3 if leaf.is_mixed else 0.62):
        parts.append(deck.deal(f"{code} detail", leaf.of("detail")))
    if leaf.of("effect") and not leaf.is_mixed and pick.random() < 0.5:
        parts.append(deck.deal(f"{code} effect", leaf.of("effect")))
    if pick.random() < 0.24:
        parts.insert(0, deck.deal(f"opening {kind}", shared()[f"opening {kind}"]))
    if pick.random() < 0.42:
        parts.append(deck.deal(f"closing {kind}", shared()[f"closing {kind}"]))
    text = " ".join(fill(part, pick, **places) for part in parts)
    return _in_a_hurry(text, pick) if pick.random() < 0.17 else text


def _in_a_hurry(text: str, pick: Random) -> str:
    for word, short in CASUAL.items():
        if pick.random() < 0.7:
            text = text.replace(word, short)
    if pick.random() < 0.5:
        text = text[:1].lower() + text[1:]
    return text.removesuffix(".")


def answer_text(code: str, matter: int, deck: Deck, pick: Random) -> str:
    """Write the answer to that matter, with a greeting or a farewell now and then."""
    return _politely(fill(leaves()[code].of("done")[matter], pick), deck, pick, ends=True)


def staff_text(code: str, part: str, deck: Deck, pick: Random, **known: str) -> str:
    """Write what an officer would who has no answer of the matter's own: work, planned, partly, not_possible."""
    text = fill(spoken(code, part, deck), pick, **known)
    return _politely(text, deck, pick, ends=part == "partly")


def spoken(code: str, part: str, deck: Deck) -> Any:
    """Return a sentence that is shared by all works, or by all of the desk."""
    name = f"{part} {'works' if leaves()[code].is_works else 'desk'}"
    return deck.deal(name, shared()[name])


def _politely(text: str, deck: Deck, pick: Random, *, ends: bool) -> str:
    if pick.random() < 0.4:
        text = f"{deck.deal('hello', shared()['hello'])} {text}"
    return f"{text} {deck.deal('bye', shared()['bye'])}" if ends and pick.random() < 0.3 else text
