"""Addresses of reports: residents' pages here, those of staff in `staff_urls`."""

from django.urls import include, path

from cityops.reports.views.public import detail, lists, new, photos, similar

app_name = "reports"
urlpatterns = [
    path("lapor/", new.new, name="new"),
    path("lapor/mirip/", similar.similar, name="similar"),
    path("lapor/foto/", photos.upload, name="photo_upload"),
    path("lapor/foto/<uuid:key>/<int:pk>/", photos.draft, name="draft_photo"),
    path("lapor/foto/<uuid:key>/<int:pk>/hapus/", photos.remove, name="remove_photo"),
    path("r/", detail.find, name="find"),
    path("r/<str:code>/", detail.detail, name="detail"),  # explains what can be no code
    path("r/<code:code>/k/<str:secret>/", detail.secret, name="secret"),
    path("r/<code:code>/balas/", detail.reply, name="reply"),
    path("r/<code:code>/buka-lagi/", detail.reopen, name="reopen"),
    path("r/<code:code>/ikuti/", detail.follow, name="follow"),
    path("r/<code:code>/hapus-kontak/", detail.forget_contact, name="forget_contact"),
    path("r/<code:code>/foto/<int:pk>/", photos.photo, name="photo"),
    path("laporan/", lists.public_list, name="list"),
    path("laporan/saya/", lists.mine, name="mine"),
    path("staff/reports/", include("cityops.reports.staff_urls")),
]
