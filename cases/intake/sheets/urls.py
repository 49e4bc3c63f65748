"""Addresses of sheets."""

from django.urls import path

from cases.intake.sheets import views

SHEET = "signals/sheets/<str:number>/"

urlpatterns = [
    path("signals/sheets/", views.sheets, name="sheets"),
    path("signals/sheets/new/", views.new, name="sheet_new"),
    path(SHEET, views.one, name="sheet"),
    path(f"{SHEET}columns/", views.columns, name="sheet_columns"),
    path(f"{SHEET}start/", views.start, name="sheet_start"),
    path(f"{SHEET}progress/", views.progress, name="sheet_progress"),
    path(f"{SHEET}stop/", views.stop, name="sheet_stop"),
    path(f"{SHEET}empty/", views.empty, name="sheet_empty"),
    path(f"{SHEET}refused/", views.refused, name="sheet_refused"),
]
