"""Keeping sealed secrets readable when the installation's key changes."""

import logging

from django.db import transaction

from cityops.accounts.models import CodeApp
from cityops.accounts.seal import CannotOpen, is_of_present_key, seal_again

logger = logging.getLogger(__name__)


def seal_code_apps_again() -> int:
    """Seal by the present key what an earlier one sealed; returns how many. What no key opens is left and told."""
    count = 0
    for number in CodeApp.objects.values_list("pk", flat=True):
        with transaction.atomic():
            app = CodeApp.objects.select_for_update().filter(pk=number).first()
            if app is None or is_of_present_key(app.sealed_secret):
                continue
            try:
                app.sealed_secret = seal_again(app.sealed_secret)
            except CannotOpen:
                logger.error("code app %s is sealed by a key that is gone: reset_second_factor", app.pk)
                continue
            app.save(update_fields=["sealed_secret"])
            count += 1
    return count
