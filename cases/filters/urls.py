"""Addresses of filters that are kept."""

from django.urls import path

from cases.filters import views

urlpatterns = [
    path("filters/", views.filters, name="filters"),
    path("filters/new/", views.new, name="filter_new"),
    path("filters/<int:pk>/change/", views.change, name="filter_change"),
    path("filters/<int:pk>/end/", views.end, name="filter_end"),
]
