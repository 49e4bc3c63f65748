"""Addresses of the rights of the young person and the parents."""

from django.urls import path

from cases.rights import house_views, views

urlpatterns = [
    path("cases/<str:number>/rights/", views.overview, name="rights"),
    path("cases/<str:number>/rights/reports/new/", views.report_new, name="access_report_new"),
    path("cases/<str:number>/rights/reports/<int:pk>/", views.report, name="access_report"),
    path(
        "cases/<str:number>/rights/reports/<int:pk>/report.pdf", views.report_paper, name="access_report_pdf"
    ),
    path("cases/<str:number>/rights/shieldings/new/", views.shield, name="shield"),
    path("cases/<str:number>/rights/shieldings/<int:pk>/end/", views.unshield, name="unshield"),
    path("shielded/", house_views.shieldings, name="shieldings"),
    path("shielded/new/", house_views.shield_colleague, name="shield_colleague"),
    path("shielded/<int:pk>/end/", house_views.unshield_colleague, name="unshield_colleague"),
]
