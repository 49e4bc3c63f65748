"""Addresses of the public key of an organisation."""

from django.urls import path

from organisations.keys import views

KEY = "organisations/<int:pk>/key/"

urlpatterns = [
    path(KEY, views.key_page, name="sealing_key"),
    path(f"{KEY}new/", views.key_new, name="sealing_key_new"),
    path(f"{KEY}<int:key_pk>/confirm/", views.key_confirm, name="sealing_key_confirm"),
    path(f"{KEY}<int:key_pk>/withdraw/", views.key_withdraw, name="sealing_key_withdraw"),
]
