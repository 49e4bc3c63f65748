"""Addresses of the reasoning about sharing."""

from django.urls import path

from cases.legal_basis import views

urlpatterns = [
    path("cases/<str:number>/sharing/basis/", views.reasons, name="sharing_reasons"),
    path("cases/<str:number>/sharing/basis/new/", views.reason, name="sharing_reason_new"),
]
