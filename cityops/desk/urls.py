"""Addresses of desk."""

from django.urls import path

from cityops.desk.views import bulk, layer_style, live, news, public, saved_views, search, styleguide, work

app_name = "desk"
urlpatterns = [
    path("", public.public_map, name="public_map"),
    path("peta/", public.reports_here, name="reports_here"),
    path("peta/<code:code>/", public.report_card, name="report_card"),
    path("cari/", search.search, name="search"),
    path("v/<slug:slug>/", saved_views.open_view, name="saved_view"),
    path("staff/", work.work_map, name="work_map"),
    path("staff/views/", saved_views.view_list, name="view_list"),
    path("staff/views/new/", saved_views.new_view, name="new_view"),
    path("staff/views/none/", saved_views.begin_with_the_work_map, name="begin_with_the_work_map"),
    path("staff/views/<slug:slug>/", saved_views.edit_view, name="edit_view"),
    path("staff/views/<slug:slug>/delete/", saved_views.delete_view, name="delete_view"),
    path("staff/views/<slug:slug>/rest/", saved_views.keep_the_rest, name="keep_the_rest"),
    path("staff/views/<slug:slug>/home/", saved_views.begin_with, name="begin_with"),
    path("staff/now/", live.now, name="now"),
    path("staff/kabar/", news.notices, name="notices"),
    path("staff/kabar/dibaca/", news.read_all, name="read_all"),
    path("staff/kabar/<int:pk>/", news.open_notice, name="open_notice"),
    path("staff/sekaligus/", bulk.bulk, name="bulk"),
    path("staff/sekaligus/<slug:of>/<uuid:batch>/batal/", bulk.take_back, name="bulk_undo"),
    path("layers/<slug:name>/style/", layer_style.layer_style, name="layer_style"),
    path("layers/<slug:name>/style/preview/", layer_style.preview, name="layer_style_preview"),
    path("gaya/", styleguide.styleguide, name="styleguide"),
]
