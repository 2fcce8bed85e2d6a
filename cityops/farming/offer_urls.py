"""Addresses of harvest offers."""

from django.urls import path

from cityops.farming.views.offers import new, own, public, staff

urlpatterns = [
    path("panen/", public.listing, name="offers"),
    path("panen/baru/", new.new, name="offer_new"),
    path("panen/<code:code>/", public.detail, name="offer"),
    path("panen/<code:code>/k/<str:secret>/", public.secret, name="offer_secret"),
    path("panen/<code:code>/ubah/", own.change, name="offer_change"),
    path("panen/<code:code>/terjual/", own.sell, name="offer_sell"),
    path("panen/<code:code>/tarik/", own.take_back, name="offer_take_back"),
    path("staff/offers/<code:code>/", staff.detail, name="offer_staff"),
    path("staff/offers/<code:code>/undo/", staff.undo, name="offer_undo"),
    path("staff/offers/<code:code>/<slug:verb>/", staff.move, name="offer_move"),
]
