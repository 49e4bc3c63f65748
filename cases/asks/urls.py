"""Addresses of questions between organisations."""

from django.urls import path

from cases.asks import views

urlpatterns = [
    path("cases/<str:number>/asks/", views.asked, name="asks"),
    path("cases/<str:number>/asks/new/", views.put, name="ask_new"),
    path("cases/<str:number>/asks/<int:pk>/accept/", views.accept, name="ask_accept"),
    path("cases/<str:number>/asks/<int:pk>/answer/", views.answer, name="ask_answer"),
    path("cases/<str:number>/asks/<int:pk>/decline/", views.decline, name="ask_decline"),
    path("cases/<str:number>/asks/<int:pk>/take-back/", views.take_back, name="ask_take_back"),
]
