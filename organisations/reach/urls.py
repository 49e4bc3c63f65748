"""Addresses of how one is reached."""

from django.urls import path

from organisations.reach import views

urlpatterns = [
    path("account/reach/", views.reach, name="reach"),
    path("account/reach/quiet/", views.reach_quiet, name="reach_quiet"),
    path("account/reach/device/", views.reach_device, name="reach_device"),
    path("account/reach/<int:pk>/", views.reach_code, name="reach_code"),
    path("account/reach/<int:pk>/again/", views.reach_again, name="reach_again"),
    path("account/reach/<int:pk>/remove/", views.reach_remove, name="reach_remove"),
]
