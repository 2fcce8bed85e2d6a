"""What the content security policy must let in for the basemap."""

from urllib.parse import urlsplit


def tile_origins(url: str) -> list[str]:
    """Return the origins of a tile address; a placeholder like {s} in the host's name becomes `*` for its first label.

    >>> tile_origins("https://{s}.tile.example.org/{z}/{x}/{y}.png")
    ['https://*.tile.example.org']
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return []
    first, _dot, rest = parts.netloc.partition(".")
    if "{" in rest or ("{" in first and "." not in rest):
        raise ValueError(
            f"CITYOPS_BASEMAP_URL: a placeholder may stand in the first part of the host's name only: {url}"
        )
    return [f"{parts.scheme}://{'*' if '{' in first else first}{'.' + rest if rest else ''}"]
