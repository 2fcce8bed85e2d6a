"""Addresses of layers."""

from django.urls import path

from layers import views

app_name = "layers"
urlpatterns = [
    path("<slug:name>/tiles/<int:z>/<int:x>/<int:y>.mvt", views.tiles, name="tiles"),
    path("<slug:name>/counts/", views.counts, name="counts"),
]
