"""Addresses of help and the guide."""

from django.urls import path

from cases.guide import views

urlpatterns = [
    path("help/", views.help_page, name="help"),
    path("help/guide/close/", views.close, name="guide_close"),
]
