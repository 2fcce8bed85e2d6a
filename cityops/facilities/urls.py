"""Addresses of facilities: pages for everyone, and those of staff below /staff/facilities/."""

from django.urls import path

from cityops.facilities.views import public, staff

app_name = "facilities"
urlpatterns = [
    path("fasilitas/", public.listing, name="list"),
    path("fasilitas/<code:code>/", public.detail, name="detail"),
    path("staff/facilities/", staff.listing, name="staff_list"),
    path("staff/facilities/new/", staff.new, name="staff_new"),
    path("staff/facilities/<code:code>/", staff.edit, name="staff_edit"),
    path("staff/facilities/<code:code>/close/", staff.retire, name="retire"),
    path("staff/facilities/<code:code>/open/", staff.reopen, name="reopen"),
]
