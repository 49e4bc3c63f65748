"""Addresses of access."""

from django.urls import path

from cases.access import (
    block_views,
    effect_views,
    existence_views,
    look_back_views,
    request_views,
    sealing_views,
    views,
)

urlpatterns = [
    path("covenants/<int:pk>/effect/", effect_views.effect_page, name="covenant_effect"),
    path("covenants/<int:pk>/start/", effect_views.start, name="covenant_start"),
    path("cases/emergency/", views.break_glass, name="emergency"),
    path("cases/<str:number>/emergency/end/", views.give_back, name="give_back"),
    path(
        "cases/<str:number>/sharing/emergencies/<int:pk>/",
        look_back_views.of_case,
        name="review_emergency",
    ),
    path("audit/emergencies/", look_back_views.overview, name="emergencies"),
    path("audit/emergencies/<int:pk>/", look_back_views.of_audit, name="audit_emergency"),
    path("cases/<str:number>/sharing/seal/", sealing_views.seal, name="seal"),
    path("cases/<str:number>/sharing/unseal/", sealing_views.unseal, name="unseal"),
    path("cases/<str:number>/sharing/named/", sealing_views.named, name="sealed_named"),
    path("cases/<str:number>/sharing/blocks/new/", block_views.block, name="block"),
    path("cases/<str:number>/sharing/blocks/subject/", block_views.subject, name="block_subject"),
    path(
        "cases/<str:number>/sharing/blocks/organisation/",
        block_views.organisation,
        name="block_organisation",
    ),
    path("cases/<str:number>/sharing/blocks/<int:pk>/lift/", block_views.lift, name="lift_block"),
    path(
        "cases/<str:number>/sharing/kept-away/<int:pk>/lift/",
        block_views.lift_organisation,
        name="lift_organisation_block",
    ),
    path("cases/<str:number>/step-back/", block_views.step_back, name="step_back"),
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
