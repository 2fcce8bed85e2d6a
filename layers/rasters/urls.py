"""Addresses of rasters, under those of layers."""

from django.urls import path

from layers.rasters import views

urlpatterns = [
    path("<slug:name>/tiles/<int:z>/<int:x>/<int:y>.png", views.tiles, name="raster_tiles"),
    path("<slug:name>/value/", views.value, name="raster_value"),
    path("<slug:name>/legend.json", views.legend, name="raster_legend"),
]
