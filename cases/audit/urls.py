"""Addresses of audit."""

from django.urls import path

from cases.audit import chain_views, views

urlpatterns = [
    path("audit/", views.ledger_list, name="ledger"),
    path("audit/export/", chain_views.ledger_export, name="ledger_export"),
    path("audit/<uuid:event_id>/", views.ledger_line, name="ledger_line"),
    path("checkpoint/", chain_views.chain, name="checkpoint"),
    path("checkpoint/file/", chain_views.checkpoint_file, name="checkpoint_file"),
    path("checkpoint/verifier/", chain_views.verifier, name="checkpoint_verifier"),
    path("checkpoint/check/", chain_views.ask_check, name="checkpoint_check"),
]
