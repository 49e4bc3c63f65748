"""Addresses of what a young person told."""

from django.urls import path

from cases.statement import views

urlpatterns = [
    path("cases/<str:number>/said/", views.accounts, name="accounts"),
    path("cases/<str:number>/said/new/", views.write, name="account_new"),
    path("cases/<str:number>/said/paper/", views.paper, name="accounts_paper"),
]
