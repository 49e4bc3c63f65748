"""Addresses of the ledger and its review."""

from django.urls import path

from cases.audit import attack_views, bulk_views, chain_views, period_views, review_views, views
from cases.audit.machine import views as machine_views

urlpatterns = [
    path("audit/", views.ledger_list, name="ledger"),
    path("exports/", bulk_views.exports, name="ledger_exports"),
    path("exports/new/", bulk_views.ask, name="ledger_export"),
    path("exports/<str:number>/", bulk_views.one, name="ledger_export_one"),
    path("exports/<str:number>/password/", bulk_views.password, name="ledger_export_password"),
    path("exports/<str:number>/file/", bulk_views.file, name="ledger_export_file"),
    path("exports/<str:number>/stop/", bulk_views.stop, name="ledger_export_stop"),
    path("audit/machine/", machine_views.look_back, name="machine"),
    path("audit/machine/report.pdf", machine_views.report, name="machine_report"),
    path("audit/reviews/", review_views.inbox, name="reviews"),
    path("audit/reviews/together/", review_views.together, name="reviews_together"),
    path("audit/reviews/months/", period_views.months, name="review_months"),
    path("audit/reviews/months/<str:month>/", period_views.month, name="review_month"),
    path("audit/reviews/months/<str:month>/report.pdf", period_views.report, name="review_report"),
    path("audit/reviews/<str:number>/", review_views.one, name="review"),
    path("audit/reviews/<str:number>/ask/", review_views.ask, name="review_ask"),
    path("audit/reviews/<str:number>/second/", review_views.second, name="review_second"),
    path("audit/reviews/<str:number>/finish/", review_views.finish, name="review_finish"),
    path("audit/questions/<str:number>/", review_views.question, name="review_question"),
    path("audit/control-cases/", period_views.control_cases, name="control_cases"),
    path("audit/control-cases/new/", period_views.place, name="control_case_new"),
    path("audit/control-cases/<int:pk>/end/", period_views.end, name="control_case_end"),
    path("audit/<uuid:event_id>/", views.ledger_line, name="ledger_line"),
    path("checkpoint/", chain_views.chain, name="checkpoint"),
    path("checkpoint/file/", chain_views.checkpoint_file, name="checkpoint_file"),
    path("checkpoint/verifier/", chain_views.verifier, name="checkpoint_verifier"),
    path("checkpoint/attack/", attack_views.attacks, name="attacks"),
    path("checkpoint/check/", chain_views.ask_check, name="checkpoint_check"),
]
