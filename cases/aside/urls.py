"""Addresses of what is put aside."""

from django.urls import path

from cases.aside import views

urlpatterns = [
    path("today/aside/<str:key>/", views.put, name="put_aside"),
    path("today/aside/<str:key>/back/", views.back, name="bring_back"),
]
