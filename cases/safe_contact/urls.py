"""Addresses of safe contact."""

from django.urls import path

from cases.safe_contact import views

WAY = "cases/<str:number>/people/contact/<int:pk>/"

urlpatterns = [
    path("cases/<str:number>/people/contact/new/", views.add, name="contact_way_new"),
    path(f"{WAY}change/", views.change, name="contact_way_change"),
    path(f"{WAY}confirm/", views.confirm, name="contact_way_confirm"),
    path(f"{WAY}end/", views.end, name="contact_way_end"),
]
