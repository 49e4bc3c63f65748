"""Addresses of audit."""

from django.urls import path

from cases.audit import views

urlpatterns = [
    path("audit/", views.ledger_list, name="ledger"),
    path("audit/<uuid:event_id>/", views.ledger_line, name="ledger_line"),
]
