"""What a seller does with an own offer: today's price and amount, sold, withdrawn."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cityops.errors import CityError
from cityops.farming.actions.offer_moves import change_offer, sell_offer, show_seller, take_back_offer
from cityops.farming.models import OfferSeller
from cityops.farming.offer_forms import PriceForm
from cityops.farming.views.offers.public import done, offer_page, own_offer


@never_cache
@require_POST
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Set price and amount as they are today."""
    offer = own_offer(request, code)
    seller = OfferSeller.objects.filter(offer=offer).first()
    form = PriceForm(request.POST, offer=offer, seller=seller)
    if not form.is_valid():
        return offer_page(request, offer, form=form, status=422)
    data = form.cleaned_data
    try:
        change_offer(actor=None, pk=offer.pk, price=data["price"], amount=data["amount"], seen=data["seen"])
    except CityError as fault:
        fresh = own_offer(request, code)
        kept = PriceForm({**request.POST.dict(), "seen": fresh.version}, offer=fresh, seller=seller)
        kept.is_valid()
        kept.add_error(None, str(fault))
        return offer_page(request, fresh, form=kept, status=fault.status)
    if "is_shown" in data:
        show_seller(pk=offer.pk, is_shown=data["is_shown"])
    return done(request, offer, _("Saved: buyers see today’s price."))


@never_cache
@require_POST
def sell(request: HttpRequest, code: str) -> HttpResponse:
    """Say that it is sold."""
    offer = own_offer(request, code)
    sell_offer(actor=None, pk=offer.pk)
    return done(request, offer, _("Sold. The offer is off the map."))


@never_cache
@require_POST
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Withdraw it."""
    offer = own_offer(request, code)
    take_back_offer(pk=offer.pk)
    return done(request, offer, _("Withdrawn. Your name and number are erased."))
