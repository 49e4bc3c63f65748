"""Addresses of the figures for the board."""

from django.urls import path

from cases.statistics import views

urlpatterns = [
    path("figures/", views.listed, name="board_reports"),
    path("figures/new/", views.make, name="board_report_new"),
    path("figures/<int:pk>/", views.show, name="board_report"),
    path("figures/<int:pk>/pdf/", views.paper, name="board_report_pdf"),
    path("figures/<int:pk>/csv/", views.spreadsheet, name="board_report_csv"),
    path("figures/<int:pk>/json/", views.data, name="board_report_json"),
]
