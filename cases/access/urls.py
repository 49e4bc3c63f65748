"""Addresses of access."""

from django.urls import path

from cases.access import views

urlpatterns = [
    path("cases/emergency/", views.break_glass, name="emergency"),
    path("cases/<str:number>/sharing/blocks/new/", views.block, name="block"),
    path("cases/<str:number>/sharing/blocks/<int:pk>/lift/", views.lift, name="lift_block"),
]
