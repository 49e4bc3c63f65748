"""Addresses of notifications."""

from django.urls import path

from cases.notifications import views

urlpatterns = [
    path("inbox/", views.show, name="inbox"),
    path("inbox/<int:pk>/", views.open_item, name="inbox_item"),
]
