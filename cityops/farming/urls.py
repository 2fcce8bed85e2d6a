"""Addresses of farming: residents' pages here, those of staff in `staff_urls`."""

from django.urls import URLPattern

app_name = "farming"
urlpatterns: list[URLPattern] = []
