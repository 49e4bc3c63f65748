"""Addresses of access."""

from django.urls import path

from cases.access import effect_views, views

urlpatterns = [
    path("covenants/<int:pk>/effect/", effect_views.effect_page, name="covenant_effect"),
    path("covenants/<int:pk>/start/", effect_views.start, name="covenant_start"),
    path("cases/emergency/", views.break_glass, name="emergency"),
    path("cases/<str:number>/sharing/blocks/new/", views.block, name="block"),
    path("cases/<str:number>/sharing/blocks/<int:pk>/lift/", views.lift, name="lift_block"),
]
