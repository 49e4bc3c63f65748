"""Addresses of the young person's own plan."""

from django.urls import path

from cases.own_plan import views

urlpatterns = [
    path("cases/<str:number>/plan/own/", views.show, name="own_plan"),
    path("cases/<str:number>/plan/own/change/", views.change, name="own_plan_change"),
    path("cases/<str:number>/plan/own/paper/", views.paper, name="own_plan_paper"),
]
