"""Addresses: the audience first, nouns, stable public codes."""

from django.urls import include, path
from django.views.i18n import JavaScriptCatalog

from cityops.accounts.views.language import choose_language
from cityops.health import healthz

urlpatterns = [
    path("layers/", include("layers.urls")),  # first, since a map asks for them by the dozen
    path("", include("cityops.desk.urls")),
    path("", include("cityops.reports.urls")),
    path("", include("cityops.services.urls")),
    path("", include("cityops.facilities.urls")),
    path("", include("cityops.farming.urls")),
    path("", include("cityops.notifications.urls")),
    path("", include("cityops.administration.urls")),
    path("", include("cityops.datasets.urls")),
    path("", include("cityops.accounts.urls")),
    path("areas/", include("cityops.areas.urls")),
    path("bahasa/", choose_language, name="set_language"),
    path("jsi18n/", JavaScriptCatalog.as_view(domain="djangojs"), name="jsi18n"),
    path("healthz", healthz, name="healthz"),
]

handler400 = "cityops.web.errors.bad_request"
handler403 = "cityops.web.errors.permission_denied"
handler404 = "cityops.web.errors.page_not_found"
handler500 = "cityops.web.errors.server_error"
