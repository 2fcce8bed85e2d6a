"""What a service request's row on the work map says in its middle."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString


def row_words(request: Any) -> SafeString:
    """Return the service, and the plot that it is for."""
    title = format_html('<span class="rows__title">{}</span>', request.service.label)
    if not request.plot_code:
        return title
    return title + format_html(' <span class="work__words code">{}</span>', request.plot_code)
