"""What is kept of what was drawn and counted before."""

import shutil

from django.conf import settings


def forget_kept() -> None:
    """Let everything be drawn and counted anew."""
    shutil.rmtree(settings.TILE_DIR, ignore_errors=True)
