"""The secret key of an installation that was given none: made once, kept in its folder of state."""

import secrets
from pathlib import Path


def secret_key_in(folder: Path) -> str:
    """Return the key kept in `folder`, making one (mode 0600) the first time; safe when two processes start at once."""
    path = folder / "secret-key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".secret-key-{secrets.token_hex(4)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            path.hardlink_to(draft)  # atomic: the first one wins
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
