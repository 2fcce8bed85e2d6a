"""Addresses of administration, and of choosing a password."""

from django.urls import path

from cityops.administration.views import (
    holidays,
    overview,
    passwords,
    people,
    person_security,
    roles,
    templates,
    things,
)

app_name = "administration"
_ROOT = "staff/administrasi/"
_AGENCY, _CATEGORY = {"kind": things.AGENCY}, {"kind": things.CATEGORY}
urlpatterns = [
    path("masuk/lupa/", passwords.forgotten, name="forgotten"),
    path("masuk/sandi/<str:uidb64>/<str:token>/", passwords.ChoosePassword.as_view(), name="choose_password"),
    path(_ROOT, overview.overview, name="overview"),
    path(f"{_ROOT}orang/", people.listing, name="people"),
    path(f"{_ROOT}orang/undang/", people.invite, name="invite"),
    path(f"{_ROOT}orang/<int:pk>/", people.person, name="person"),
    path(f"{_ROOT}orang/<int:pk>/nonaktifkan/", people.disable, name="disable_person"),
    path(f"{_ROOT}orang/<int:pk>/aktifkan/", people.enable, name="enable_person"),
    path(f"{_ROOT}orang/<int:pk>/sandi/", people.send_link, name="send_link"),
    path(f"{_ROOT}orang/<int:pk>/keamanan/", person_security.person, name="person_security"),
    path(f"{_ROOT}orang/<int:pk>/keamanan/atur-ulang/", person_security.reset, name="reset_factors"),
    path(f"{_ROOT}orang/<int:pk>/keamanan/akhiri-sesi/", person_security.end_sessions, name="end_sessions"),
    path(f"{_ROOT}orang/<int:pk>/peran/", roles.add, name="add_role"),
    path(f"{_ROOT}orang/<int:pk>/peran/<int:membership>/", roles.role, name="role"),
    path(f"{_ROOT}orang/<int:pk>/peran/<int:membership>/akhiri/", roles.end, name="end_role"),
    path(f"{_ROOT}skpd/", things.listing, _AGENCY, name="agencies"),
    path(f"{_ROOT}skpd/<slug:code>/", things.thing, _AGENCY, name="agency"),
    path(f"{_ROOT}skpd/<slug:code>/acuan/", things.take_back, _AGENCY, name="take_back_agency"),
    path(f"{_ROOT}kategori/", things.listing, _CATEGORY, name="categories"),
    path(f"{_ROOT}kategori/<slug:code>/", things.thing, _CATEGORY, name="category"),
    path(f"{_ROOT}kategori/<slug:code>/acuan/", things.take_back, _CATEGORY, name="take_back_category"),
    path(f"{_ROOT}tenggat/", overview.targets, name="targets"),
    path(f"{_ROOT}templat/", templates.listing, name="templates"),
    path(f"{_ROOT}templat/baru/", templates.new, name="new_template"),
    path(f"{_ROOT}templat/<int:pk>/", templates.template, name="template"),
    path(f"{_ROOT}templat/<int:pk>/hapus/", templates.remove, name="remove_template"),
    path(f"{_ROOT}hari-libur/", holidays.listing, name="holidays"),
    path(f"{_ROOT}hari-libur/baru/", holidays.new, name="new_holiday"),
    path(f"{_ROOT}hari-libur/<str:day>/", holidays.holiday, name="holiday"),
    path(f"{_ROOT}hari-libur/<str:day>/hapus/", holidays.remove, name="remove_holiday"),
    path(f"{_ROOT}hari-libur/<str:day>/acuan/", holidays.restore, name="restore_holiday"),
    path(f"{_ROOT}perubahan/", overview.history, name="history"),
]
