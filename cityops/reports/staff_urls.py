"""Addresses of reports for staff, below /staff/reports/."""

from django.urls import path

from cityops.reports.views import staff

urlpatterns = [
    path("<str:code>/", staff.detail, name="staff_detail"),
    path("<str:code>/photos/<int:pk>/", staff.photo, name="staff_photo"),
    path("<str:code>/<slug:verb>/", staff.move, name="move"),
]
