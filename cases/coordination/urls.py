"""Addresses of coordination."""

from django.urls import path

from cases.coordination import views

urlpatterns = [
    path("tasks/", views.tasks, name="tasks"),
    path("cases/<str:number>/people/coordinator/", views.assign, name="assign_coordinator"),
    path("cases/<str:number>/plan/", views.plan, name="plan"),
    path("cases/<str:number>/plan/new/", views.agree, name="agree_action"),
    path("cases/<str:number>/plan/<int:pk>/done/", views.finish, name="finish_action"),
    path("cases/<str:number>/plan/<int:pk>/cancel/", views.cancel, name="cancel_action"),
]
