"""Addresses of layers."""

from django.urls import path

from layers.rasters import urls as rasters
from layers.views import catalogue, counts, filter_form, items, tiles, times

app_name = "layers"
urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("<slug:name>/tiles.json", catalogue.tilejson, name="tilejson"),
    path("<slug:name>/tiles/<int:z>/<int:x>/<int:y>.mvt", tiles.tiles, name="tiles"),
    *rasters.urlpatterns,
    path("<slug:name>/counts/", counts.counts, name="counts"),
    path("<slug:name>/classes/", counts.classes, name="classes"),
    path("<slug:name>/filter/", filter_form.form, name="filter_form"),
    path("<slug:name>/times/", times.times, name="times"),
    path("<slug:name>/items/", items.items, name="items"),
    path("<slug:name>/items/<slug:code>/", items.item, name="item"),
]
