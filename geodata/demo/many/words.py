"""The words of many reports: no sentences, but the words of the demo city as often as words are in a language.

Few words are in very many texts and many in very few (Zipf and Mandelbrot), so that a search can be measured for a rare
word, a usual one, and one that is nearly everywhere.
"""

import re
from collections import Counter
from functools import cache

import numpy as np
from numpy.typing import NDArray

from geodata.demo.corpus import SLOT, leaves, shared

LEAST, MOST = 10, 40  # words of a text
EXPONENT, OFFSET = 1.8, 6.0
WORD = re.compile(r"[a-z]{3,}")


@cache
def vocabulary() -> tuple[str, ...]:
    """Return the words of the demo city's sentences, the most usual first."""
    texts = [text for leaf in leaves().values() for part in leaf.sentences.values() for text in part]
    texts += [text for part in shared().values() for text in part if isinstance(text, str)]
    found = Counter(word for text in texts for word in WORD.findall(SLOT.sub(" ", text).lower()))
    return tuple(sorted(found, key=lambda word: (-found[word], word)))


@cache
def _upto() -> NDArray[np.float64]:
    weights = (np.arange(1, len(vocabulary()) + 1) + OFFSET) ** -EXPONENT
    upto: NDArray[np.float64] = np.cumsum(weights) / weights.sum()
    return upto


def draw_texts(pick: np.random.Generator, count: int) -> list[str]:
    """Return `count` texts of 10 to 40 words."""
    words = np.array(vocabulary(), dtype=object)
    lengths = pick.integers(LEAST, MOST + 1, count)
    drawn = words[np.searchsorted(_upto(), pick.random(int(lengths.sum())))].tolist()
    ends = np.cumsum(lengths).tolist()
    return [
        " ".join(drawn[end - length : end]).capitalize() + "."
        for end, length in zip(ends, lengths.tolist(), strict=True)
    ]


@cache
def shares() -> dict[str, float]:
    """Return word → the share of texts to expect it in, looked for as people do: as a part of words, too."""
    words = vocabulary()
    chances = np.diff(_upto(), prepend=0)
    lengths = np.arange(LEAST, MOST + 1)
    found = {}
    for word in words:
        chance = sum(p for other, p in zip(words, chances, strict=True) if word in other)
        found[word] = float(1 - ((1 - chance) ** lengths).mean())
    return found


def word_in(share: float) -> str:
    """Return the word that comes nearest to being in that share of the texts."""
    found = shares()
    return min(found, key=lambda word: (abs(np.log(found[word] / share)), word))
