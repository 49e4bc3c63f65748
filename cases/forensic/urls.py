"""Addresses of help and examination after sexual violence."""

from django.urls import path

from cases.forensic import views

FORENSIC = "cases/<str:number>/forensic/"

urlpatterns = [
    path(FORENSIC, views.overview, name="forensic"),
    path(f"{FORENSIC}new/", views.open_track, name="forensic_new"),
    path(f"{FORENSIC}<int:pk>/change/", views.correct, name="forensic_change"),
    path(f"{FORENSIC}<int:pk>/step/", views.record_step, name="forensic_step"),
]
