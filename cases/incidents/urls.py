"""Addresses of safety incidents."""

from django.urls import path

from cases.incidents import views

urlpatterns = [
    path("cases/<str:number>/incidents/", views.incidents, name="incidents"),
    path("cases/<str:number>/incidents/new/", views.report, name="incident_new"),
]
