"""Addresses of intake."""

from django.urls import include, path

from cases.intake import (
    desk_views,
    draft_views,
    merge_views,
    outside_views,
    route_views,
    sign_views,
    split_views,
    views,
)

urlpatterns = [
    path("tell/", outside_views.tell, name="outside_tell"),
    path("tell/code/", outside_views.code, name="outside_code"),
    path("tell/code/add/", outside_views.add, name="outside_add"),
    path("tell/code/withdraw/", outside_views.withdraw, name="outside_withdraw"),
    path("signals/", views.signal_list, name="signals"),
    path("signals/new/", views.new, name="signal_new"),
    path("signals/drafts/<int:pk>/throw-away/", draft_views.throw_away, name="signal_draft_throw_away"),
    path("signals/routes/", route_views.routes, name="signal_routes"),
    path("signals/routes/<int:pk>/end/", route_views.end, name="signal_route_end"),
    path("", include("cases.intake.sheets.urls")),
    path("signals/<str:number>/", views.detail, name="signal"),
    path("signals/<str:number>/logged/", views.logged, name="signal_logged"),
    path("signals/<str:number>/signs/new/", sign_views.add, name="signal_sign_add"),
    path("signals/<str:number>/move/", desk_views.move, name="signal_move"),
    path("signals/<str:number>/feedback/", desk_views.feedback, name="signal_feedback"),
    path("signals/<str:number>/link/", desk_views.link, name="signal_link"),
    path("signals/<str:number>/join/", merge_views.join, name="signal_join"),
    path("signals/<str:number>/join/undo/", merge_views.undo, name="signal_join_undo"),
    path("signals/<str:number>/split/", split_views.divide, name="signal_split"),
    path("signals/<str:number>/split/undo/", split_views.undo, name="signal_split_undo"),
    path("signals/<str:number>/start-case/", desk_views.start_case, name="signal_start_case"),
    path("cases/<str:number>/signals/", views.case_signals, name="case_signals"),
]
