"""Addresses of farming: residents' pages here, those of staff in `staff_urls`."""

from django.urls import include, path

from cityops.farming.views import check, new, overview, own

app_name = "farming"
urlpatterns = [
    path("pertanian/", overview.totals, name="totals"),
    path("lahan/", overview.home, name="home"),
    path("lahan/baru/", new.new, name="new"),
    path("lahan/periksa/", check.check, name="check"),
    path("lahan/<code:code>/", own.plot, name="plot"),
    path("lahan/<code:code>/ubah/", new.edit, name="edit"),
    path("lahan/<code:code>/tarik/", own.take_back, name="take_back"),
    path("lahan/<code:code>/hapus-nama/", own.forget, name="forget"),
    path("lahan/<code:code>/k/<str:secret>/", own.secret, name="secret"),
    path("", include("cityops.farming.offer_urls")),
    path("staff/plots/", include("cityops.farming.staff_urls")),
]
