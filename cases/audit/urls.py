"""Addresses of the ledger and its review."""

from django.urls import path

from cases.audit import review_views, views

urlpatterns = [
    path("audit/", views.ledger_list, name="ledger"),
    path("audit/reviews/", review_views.inbox, name="reviews"),
    path("audit/reviews/together/", review_views.together, name="reviews_together"),
    path("audit/reviews/<str:number>/", review_views.one, name="review"),
    path("audit/reviews/<str:number>/ask/", review_views.ask, name="review_ask"),
    path("audit/reviews/<str:number>/second/", review_views.second, name="review_second"),
    path("audit/reviews/<str:number>/finish/", review_views.finish, name="review_finish"),
    path("audit/questions/<str:number>/", review_views.question, name="review_question"),
    path("audit/<uuid:event_id>/", views.ledger_line, name="ledger_line"),
]
