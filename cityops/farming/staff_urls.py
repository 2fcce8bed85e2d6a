"""Addresses of plots for staff, below /staff/plots/."""

from django.urls import path

from cityops.farming.views import staff

urlpatterns = [
    path("<code:code>/", staff.detail, name="staff_detail"),
    path("<code:code>/undo/", staff.undo, name="undo"),
    path("<code:code>/<slug:verb>/", staff.move, name="move"),
]
