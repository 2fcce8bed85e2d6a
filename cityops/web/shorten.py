"""Words cut to fit a line. Django's own cutting normalises and weighs each letter: too slow for a page of rows."""


def shorten(words: str, most: int) -> str:
    """Return the words, at most so many characters of them, the last of which says that there are more."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
