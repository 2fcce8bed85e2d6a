"""The words of the demo city: sentences by category, put together so that neighbours in a list do not read alike."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

import yaml

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
                found[code] = Leaf(
                    float(entry["weight"]), entry["season"], entry["where"], entry.get("mixed", False), parts
                )
    return found


@cache
def shared() -> dict[str, list[str]]:
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
    """Deals the sentences of a list in random order, all of them before any comes again."""

    pick: Random
    piles: dict[str, list[str]] = field(default_factory=dict)

    def deal(self, name: str, sentences: Iterable[str]) -> str:
        """Return the next sentence of the pile called `name`."""
        pile = self.piles.get(name)
        if not pile:
            pile = self.piles[name] = list(sentences)
            self.pick.shuffle(pile)
        return pile.pop()


def report_text(code: str, kind: str, deck: Deck, pick: Random, places: Mapping[str, str]) -> str:
    """Write what a resident would: at least what is the matter, often more, now and then in a hurry."""
    leaf = leaves()[code]
    parts = [deck.deal(f"{code} what", leaf.of("what"))]
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


def staff_text(code: str, part: str, deck: Deck, pick: Random, **known: str) -> str:
    """Write what an officer would; the category's own sentences first, with a greeting or a farewell now and then."""
    own = leaves()[code].of(part)
    text = fill(deck.deal(f"{code} {part}", own) if own else deck.deal(part, shared()[part]), pick, **known)
    if part in ("work", "done", "planned", "partly", "not_possible") and pick.random() < 0.45:
        text = f"{deck.deal('hello', shared()['hello'])} {text}"
    if part in ("done", "partly") and pick.random() < 0.3:
        text = f"{text} {deck.deal('bye', shared()['bye'])}"
    return text
