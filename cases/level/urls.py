"""Addresses of the ladder and of judgements."""

from django.urls import path

from cases.level import views

urlpatterns = [
    path("cases/<str:number>/level/", views.level, name="level"),
    path("cases/<str:number>/level/step/", views.step, name="level_step"),
    path("cases/<str:number>/level/judge/", views.judge, name="level_judge"),
]
