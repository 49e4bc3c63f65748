"""Addresses of organisations."""

from django.urls import path

from organisations import views

urlpatterns = [
    path("acting/", views.choose_acting, name="acting"),
]
