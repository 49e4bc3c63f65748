"""Addresses of registrations."""

from django.urls import path

from cases.registration import views

urlpatterns = [
    path("cases/<str:number>/people/registration/", views.registration, name="registration"),
    path("cases/<str:number>/people/registration/answer/", views.answer, name="registration_answer"),
]
