"""Which offers this phone is the seller's of: those sent from it, or opened by their secret link."""

from cityops.web.phone import CodesOnPhone

MY_OFFERS = CodesOnPhone("panen", "cityops.farming.offers")
