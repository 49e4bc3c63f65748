"""Addresses of the network of a case."""

from django.urls import path

from cases.network import views

NETWORK = "cases/<str:number>/network/"

urlpatterns = [
    path(NETWORK, views.network, name="network"),
    path(f"{NETWORK}new/", views.add_thing, name="network_thing_new"),
    path(f"{NETWORK}<int:pk>/correct/", views.correct_thing, name="network_thing_correct"),
    path(f"{NETWORK}<int:pk>/over/", views.end_thing, name="network_thing_over"),
    path(f"{NETWORK}links/new/", views.add_link, name="network_link_new"),
    path(f"{NETWORK}links/<int:pk>/correct/", views.correct_link, name="network_link_correct"),
    path(f"{NETWORK}links/<int:pk>/over/", views.end_link, name="network_link_over"),
    path(f"{NETWORK}elsewhere/", views.elsewhere, name="network_elsewhere"),
]
