"""Addresses of contact with police."""

from django.urls import path

from cases.police import views

urlpatterns = [
    path("cases/<str:number>/police/", views.overview, name="police"),
    path("cases/<str:number>/police/contact/new/", views.log_contact, name="police_contact"),
    path("cases/<str:number>/police/contacts/<int:pk>/release/", views.decide_release, name="police_release"),
    path("cases/<str:number>/police/print/", views.print_contacts, name="police_print"),
    path("cases/<str:number>/police/complaint/", views.record_complaint, name="police_complaint"),
    path("cases/<str:number>/police/clocks/", views.clocks, name="police_clocks"),
]
