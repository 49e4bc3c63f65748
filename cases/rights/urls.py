"""Addresses of the rights of the young person and the parents."""

from django.urls import path

from cases.rights import house_views, request_views, views

urlpatterns = [
    path("cases/<str:number>/rights/", views.overview, name="rights"),
    path("cases/<str:number>/rights/reports/new/", views.report_new, name="access_report_new"),
    path("cases/<str:number>/rights/reports/<int:pk>/", views.report, name="access_report"),
    path(
        "cases/<str:number>/rights/reports/<int:pk>/report.pdf", views.report_paper, name="access_report_pdf"
    ),
    path("cases/<str:number>/rights/shieldings/new/", views.shield, name="shield"),
    path("cases/<str:number>/rights/shieldings/<int:pk>/end/", views.unshield, name="unshield"),
    path("cases/<str:number>/rights/disagreements/new/", request_views.disagree, name="disagree"),
    path("rights/", request_views.desk, name="rights_desk"),
    path("rights/new/", request_views.log, name="rights_log"),
    path("rights/<str:number>/", request_views.one, name="rights_request"),
    path("rights/<str:number>/extend/", request_views.extend, name="rights_extend"),
    path("rights/<str:number>/decide/", request_views.decide, name="rights_decide"),
    path("rights/<str:number>/withdraw/", request_views.withdraw, name="rights_withdraw"),
    path("rights/<str:number>/letter.pdf", request_views.letter_paper, name="rights_letter"),
    path("shielded/", house_views.shieldings, name="shieldings"),
    path("shielded/new/", house_views.shield_colleague, name="shield_colleague"),
    path("shielded/<int:pk>/end/", house_views.unshield_colleague, name="unshield_colleague"),
]
