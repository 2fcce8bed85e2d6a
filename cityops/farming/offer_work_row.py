"""What a harvest offer's row on the work map says in its middle."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.defaultfilters import floatformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cityops.farming.models import HarvestOffer


def row_words(offer: HarvestOffer) -> SafeString:
    """Return what is offered, how much, for how much, and when it is ready."""
    return format_html(
        '<span class="rows__title">{}, {} {}</span> <span class="work__words">{} · {}</span>',
        offer.title,
        floatformat(offer.amount, "-2g"),
        offer.get_unit_display(),
        _("Rp %(price)s") % {"price": intcomma(offer.price)} if offer.price else _("Price to be agreed"),
        offer.week_words,
    )
