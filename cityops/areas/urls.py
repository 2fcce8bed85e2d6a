"""Addresses of areas."""

from django.urls import path

from cityops.areas import views

app_name = "areas"
urlpatterns = [
    path("map.geojson", views.geojson, name="geojson"),
    path("at/", views.at, name="at"),
    path("search/", views.search, name="search"),
]
