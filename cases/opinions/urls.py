"""Addresses of opinions."""

from django.urls import path

from cases.opinions import views

urlpatterns = [
    path("opinions/", views.opinions, name="opinions"),
    path("opinions/new/", views.new, name="opinion_new"),
    path("opinions/mine/", views.mine, name="opinions_mine"),
    path("opinions/<str:number>/", views.one, name="opinion"),
]
