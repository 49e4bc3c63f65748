"""Addresses of access."""

from django.urls import path

from cases.access import existence_views, request_views, sealing_views, views

urlpatterns = [
    path("cases/emergency/", views.break_glass, name="emergency"),
    path("cases/<str:number>/sharing/seal/", sealing_views.seal, name="seal"),
    path("cases/<str:number>/sharing/unseal/", sealing_views.unseal, name="unseal"),
    path("cases/<str:number>/sharing/named/", sealing_views.named, name="sealed_named"),
    path("cases/<str:number>/sharing/blocks/new/", views.block, name="block"),
    path("cases/<str:number>/sharing/blocks/<int:pk>/lift/", views.lift, name="lift_block"),
    path("cases/exists/", existence_views.ask, name="existence"),
    path("cases/exists/<uuid:token>/", existence_views.answer, name="existence_answer"),
    path("requests/", request_views.request_list, name="access_requests"),
    path("requests/new/", request_views.new, name="access_request_new"),
    path("requests/new/<uuid:token>/", request_views.new_after_hit, name="access_request_after_hit"),
    path("requests/<str:number>/", request_views.detail, name="access_request"),
    path("requests/<str:number>/grant/", request_views.grant, name="access_request_grant"),
    path("requests/<str:number>/refuse/", request_views.refuse, name="access_request_refuse"),
    path("requests/<str:number>/withdraw/", request_views.withdraw, name="access_request_withdraw"),
]
