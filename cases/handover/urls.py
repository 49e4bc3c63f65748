"""Addresses of handing a whole case over."""

from django.urls import path

from cases.handover import views

HANDOVER = "cases/<str:number>/handover/"

urlpatterns = [
    path(HANDOVER, views.handovers, name="handovers"),
    path(f"{HANDOVER}new/", views.ask, name="handover_new"),
    path(f"{HANDOVER}<int:pk>/", views.one, name="handover_one"),
    path(f"{HANDOVER}<int:pk>/password/", views.password, name="handover_password"),
    path(f"{HANDOVER}<int:pk>/file/", views.file, name="handover_file"),
    path(f"{HANDOVER}<int:pk>/stop/", views.stop, name="handover_stop"),
]
