"""Addresses of other people's account security."""

from django.urls import path

from cityops.agencies import person_security

app_name = "security"
urlpatterns = [
    path("staff/people/<int:user_id>/keamanan/", person_security.person, name="person"),
    path("staff/people/<int:user_id>/keamanan/reset/", person_security.reset, name="reset"),
    path("staff/people/<int:user_id>/keamanan/end-sessions/", person_security.end_sessions, name="end_sessions"),
]
