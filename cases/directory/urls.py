"""Addresses of the phone list."""

from django.urls import path

from cases.directory import views

urlpatterns = [
    path("directory/", views.directory, name="directory"),
    path("directory/new/", views.add, name="directory_new"),
    path("directory/<int:pk>/change/", views.change, name="directory_change"),
    path("directory/<int:pk>/check/", views.check, name="directory_check"),
    path("directory/<int:pk>/end/", views.end, name="directory_end"),
]
