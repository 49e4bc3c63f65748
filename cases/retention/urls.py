"""Addresses of the end of cases."""

from django.urls import path

from cases.retention import register_views, views

urlpatterns = [
    path("covenants/agreements/<int:pk>/register/", register_views.register_page, name="register"),
    path("retention/", views.ending, name="retention"),
    path("retention/certificates/", views.certificate_list, name="certificates"),
    path("retention/certificates/<str:number>/", views.certificate, name="certificate"),
    path(
        "retention/certificates/<str:number>/certificate.pdf", views.certificate_pdf, name="certificate_pdf"
    ),
    path("retention/<str:number>/", views.detail, name="retention_case"),
    path("retention/<str:number>/agree/", views.agree, name="retention_agree"),
    path("retention/<str:number>/hold/", views.hold, name="retention_hold"),
]
