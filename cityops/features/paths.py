"""Public codes in addresses: `path("r/<code:code>/", …)`."""

import re


class CodeConverter:
    """What looks like a code of any city; all else is an address that leads nowhere, and no question to the database.

    Scripts get addresses with the placeholder CODE, hence fewer characters than a code has are let through.
    """

    regex = "[A-Za-z0-9-]{4,20}"

    def to_python(self, value: str) -> str:
        """Return what was typed."""
        return value

    def to_url(self, value: str) -> str:
        """Return the code as it is."""
        return value


def looks_like_a_code(typed: str) -> bool:
    """Whether `typed`, which came otherwise than in a path, may be looked up."""
    return re.fullmatch(CodeConverter.regex, typed) is not None
