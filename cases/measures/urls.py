"""Addresses of measures."""

from django.urls import path

from cases.measures import views

MEASURE = "cases/<str:number>/people/measures/<int:pk>/"

urlpatterns = [
    path("cases/<str:number>/people/measures/new/", views.add, name="measure_new"),
    path(f"{MEASURE}change/", views.change, name="measure_change"),
    path(f"{MEASURE}end/", views.end, name="measure_end"),
]
