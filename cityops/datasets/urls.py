"""Addresses of datasets and uploads, below /data/."""

from django.urls import path

from cityops.datasets.views import datasets, derive, doubtful, features, uploads

app_name = "datasets"
urlpatterns = [
    path("data/", datasets.listing, name="list"),
    path("data/new/", uploads.new, name="new"),
    path("data/uploads/<uuid:key>/", uploads.page, name="upload"),
    path("data/uploads/<uuid:key>/state/", uploads.state, name="upload_state"),
    path("data/uploads/<uuid:key>/read/", uploads.again, name="upload_again"),
    path("data/uploads/<uuid:key>/import/", uploads.begin, name="upload_import"),
    path("data/uploads/<uuid:key>/cancel/", uploads.cancel, name="upload_cancel"),
    path("data/uploads/<uuid:key>/throw-away/", uploads.discard, name="upload_discard"),
    path("data/uploads/<uuid:key>/as/<slug:target>/", features.page, name="as_features"),
    path("data/uploads/<uuid:key>/take/", features.take, name="take_in"),
    path("data/uploads/<uuid:key>/rows.csv", features.rows, name="account"),
    path("data/doubtful/", doubtful.listing, name="doubtful_rows"),
    path("data/doubtful/<int:pk>/", doubtful.page, name="doubtful"),
    path("data/doubtful/<int:pk>/leave-out/", doubtful.leave_out, name="leave_out"),
    path("data/<slug:name>/", datasets.detail, name="detail"),
    path("data/<slug:name>/rows/", datasets.rows, name="rows"),
    path("data/<slug:name>/replace/", uploads.new, name="replace"),
    path("data/<slug:name>/version/", datasets.version, name="version"),
    path("data/<slug:name>/derive/", derive.derive, name="derive"),
    path("data/<slug:name>/derive/again/", derive.again, name="derive_again"),
    path("data/<slug:name>/remove/", datasets.remove, name="remove"),
]
