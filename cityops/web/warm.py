"""What a web process does before it answers: later somebody would wait for it."""

import gc

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

# Objects that are made until the collector looks at the youngest. A page makes some thousands and leaves few behind.
YOUNG = 20_000


def warm_up() -> None:
    """Load addresses and templates, and take all that is loaded out of the collector's sight.

    It looks through everything each forty pages or so, for 80 ms, while somebody waits; what is loaded stays anyway.
    """
    if settings.DEBUG:  # where templates change while it runs
        return
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            reverse("set_language")
    folder = settings.BASE_DIR / "templates"
    for path in sorted(folder.rglob("*.html")):
        get_template(str(path.relative_to(folder)))
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)
