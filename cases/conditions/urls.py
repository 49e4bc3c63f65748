"""Addresses of safety conditions."""

from django.urls import path

from cases.conditions import views

CONDITIONS = "cases/<str:number>/meldcode/conditions/"
CONDITION = f"{CONDITIONS}<int:pk>/"

urlpatterns = [
    path(CONDITIONS, views.conditions, name="conditions"),
    path(f"{CONDITIONS}new/", views.write_down, name="condition_new"),
    path(f"{CONDITION}look/", views.take_look, name="condition_look"),
    path(f"{CONDITION}agree/", views.agree, name="condition_agree"),
    path(f"{CONDITION}end/", views.end, name="condition_end"),
    path(f"{CONDITION}amend/<int:look_pk>/", views.correct, name="condition_correct"),
]
