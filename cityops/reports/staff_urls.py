"""Addresses of reports for staff, below /staff/reports/."""

from django.urls import path

from cityops.reports.views import staff

urlpatterns = [
    path("<code:code>/", staff.detail, name="staff_detail"),
    path("<code:code>/photos/<int:pk>/", staff.photo, name="staff_photo"),
    path("<code:code>/undo/", staff.undo, name="undo"),
    path("<code:code>/<slug:verb>/", staff.move, name="move"),
]
