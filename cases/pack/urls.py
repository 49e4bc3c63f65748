"""Addresses of the grab pack."""

from django.urls import path

from cases.pack import views

urlpatterns = [
    path("cases/<str:number>/pack/", views.show, name="pack"),
    path("cases/<str:number>/pack/change/", views.change, name="pack_change"),
    path("cases/<str:number>/pack/confirm/", views.confirm, name="pack_confirm"),
    path("cases/<str:number>/pack/photo/", views.picture, name="pack_photo"),
    path("cases/<str:number>/pack/photo/new/", views.place_photo, name="pack_photo_new"),
    path("cases/<str:number>/pack/photo/remove/", views.take_photo_away, name="pack_photo_remove"),
    path("cases/<str:number>/pack/hand-over/", views.offer, name="pack_offer"),
    path("cases/<str:number>/pack/hand-over/take-back/", views.take_back, name="pack_take_back"),
    path("cases/<str:number>/pack/hand-over/answer/", views.answer, name="pack_answer"),
]
