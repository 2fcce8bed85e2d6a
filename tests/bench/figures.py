"""What a measurement says: where and with what it was made, figures with their spread, and whether they are good."""

import os
import shlex
import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def ms(values: Sequence[float], share: float) -> float:
    """Return a percentile of seconds, in milliseconds."""
    return percentile(values, share) * 1000


def spread(values: Iterable[float]) -> str:
    """Return the median, and the least and the most in brackets."""
    found = list(values)
    return f"{statistics.median(found):,.1f} [{min(found):,.1f}–{max(found):,.1f}]"


def say(text: str = "") -> None:
    """Print a line at once."""
    print(text, flush=True)


def heading(data: str) -> None:
    """Say what is measured, by which command, on what."""
    load, cores = os.getloadavg()[0], os.cpu_count()
    say(f"command: {shlex.join([os.path.relpath(sys.argv[0]), *sys.argv[1:]])}")
    say(f"data: {data}; machine: {cores} cores, load {load:.1f}{_warning(load)}")


def _warning(load: float) -> str:
    return " (NOT QUIET: trust ratios only)" if load > 0.7 else ""


@dataclass
class Verdict:
    """Collects what was promised and not kept."""

    missed: list[str] = field(default_factory=list)
    kept: int = 0

    def at_least(self, what: str, value: float, least: float) -> None:
        """Promise that a value is not less."""
        self._note(f"{what}: {value:,.2f}, at least {least:,.2f}", value >= least)

    def at_most(self, what: str, value: float, most: float) -> None:
        """Promise that a value is not more."""
        self._note(f"{what}: {value:,.2f}, at most {most:,.2f}", value <= most)

    def is_so(self, what: str, yes: bool) -> None:
        """Promise a fact."""
        self._note(what, yes)

    def _note(self, text: str, is_kept: bool) -> None:
        if is_kept:
            self.kept += 1
        else:
            self.missed.append(text)

    def status(self) -> int:
        """Say what was missed; return the exit status."""
        for text in self.missed:
            say(f"MISSED {text}")
        say(f"{self.kept} promises kept, {len(self.missed)} missed")
        return 1 if self.missed else 0
