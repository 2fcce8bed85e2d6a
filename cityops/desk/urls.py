"""Addresses of desk."""

from django.urls import path

from cityops.desk.views import public, search, styleguide, work

app_name = "desk"
urlpatterns = [
    path("", public.public_map, name="public_map"),
    path("peta/", public.reports_here, name="reports_here"),
    path("peta/<code:code>/", public.report_card, name="report_card"),
    path("cari/", search.search, name="search"),
    path("staff/", work.work_map, name="work_map"),
    path("gaya/", styleguide.styleguide, name="styleguide"),
]
