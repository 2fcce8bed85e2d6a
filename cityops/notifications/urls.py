"""Addresses of mail about the work."""

from django.urls import path

from cityops.notifications import views

app_name = "notifications"
urlpatterns = [
    path("staff/kabar/pengaturan/", views.mail_settings, name="mail_settings"),
    path("kabar/berhenti/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
