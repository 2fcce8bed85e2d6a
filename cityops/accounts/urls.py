"""Addresses of sign-in and sign-out."""

from django.urls import path

from cityops.accounts.views import SignIn, SignOut

app_name = "accounts"
urlpatterns = [
    path("masuk/", SignIn.as_view(), name="sign_in"),
    path("keluar/", SignOut.as_view(), name="sign_out"),
]
