"""Addresses of access."""

from django.urls import path

from cases.access import sealing_views, views

urlpatterns = [
    path("cases/emergency/", views.break_glass, name="emergency"),
    path("cases/<str:number>/sharing/seal/", sealing_views.seal, name="seal"),
    path("cases/<str:number>/sharing/unseal/", sealing_views.unseal, name="unseal"),
    path("cases/<str:number>/sharing/named/", sealing_views.named, name="sealed_named"),
    path("cases/<str:number>/sharing/blocks/new/", views.block, name="block"),
    path("cases/<str:number>/sharing/blocks/<int:pk>/lift/", views.lift, name="lift_block"),
]
