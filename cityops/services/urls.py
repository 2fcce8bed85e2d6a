"""Addresses of services and requests."""

from django.urls import path

from cityops.services.views import ask, catalogue, follow, staff

app_name = "services"
urlpatterns = [
    path("layanan/", catalogue.catalogue, name="catalogue"),
    path("layanan/<slug:code>/", catalogue.service, name="service"),
    path("layanan/<slug:code>/minta/", ask.ask, name="ask"),
    path("permohonan/saya/", catalogue.mine, name="mine"),
    path("p/<str:code>/", follow.find, name="find"),
    path("p/<code:code>/k/<str:secret>/", follow.follow, name="follow"),
    path("p/<code:code>/k/<str:secret>/jawab/", follow.reply, name="reply"),
    path("p/<code:code>/k/<str:secret>/hapus-kontak/", follow.forget_contact, name="forget_contact"),
    path("staff/requests/<code:code>/", staff.detail, name="staff_detail"),
    path("staff/requests/<code:code>/undo/", staff.undo, name="undo"),
    path("staff/requests/<code:code>/<slug:verb>/", staff.move, name="move"),
]
