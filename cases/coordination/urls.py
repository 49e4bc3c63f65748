"""Addresses of coordination."""

from django.urls import path

from cases.coordination import offer_views, views

urlpatterns = [
    path("tasks/", views.tasks, name="tasks"),
    path("coordination/load/", offer_views.loads, name="coordination_load"),
    path("cases/<str:number>/people/coordinator/", offer_views.ask, name="assign_coordinator"),
    path(
        "cases/<str:number>/people/coordinator/<int:pk>/",
        offer_views.answer_offer,
        name="coordination_offer",
    ),
    path(
        "cases/<str:number>/people/coordinator/<int:pk>/refuse/",
        offer_views.refuse,
        name="refuse_coordination",
    ),
    path(
        "cases/<str:number>/people/coordinator/<int:pk>/take-back/",
        offer_views.take_back,
        name="take_back_coordination",
    ),
    path("cases/<str:number>/plan/", views.plan, name="plan"),
    path("cases/<str:number>/plan/new/", views.agree, name="agree_action"),
    path("cases/<str:number>/plan/<int:pk>/done/", views.finish, name="finish_action"),
    path("cases/<str:number>/plan/<int:pk>/cancel/", views.cancel, name="cancel_action"),
]
