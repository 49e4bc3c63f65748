"""Addresses of casefile."""

from django.urls import path, re_path

from cases.casefile import (
    confirmation_views,
    consult_views,
    note_views,
    people_views,
    sharing_views,
    views,
    why_views,
)

#: Strict, so that a page of another slice right below ``cases/`` is never taken for a case.
NUMBER = r"[A-Za-z]-\d\d-[0-9A-Za-z]{5,7}"

urlpatterns = [
    path("cases/", views.case_list, name="cases"),
    path("cases/new/", views.start, name="start_case"),
    path("confirmations/", confirmation_views.confirmations, name="confirmations"),
    path("search/", views.search_cases, name="search"),
    re_path(rf"^cases/(?P<number>{NUMBER})/$", views.overview, name="case"),
    path("cases/<str:number>/timeline/", views.timeline, name="case_timeline"),
    path("cases/<str:number>/edit/", views.change, name="change_case"),
    path("cases/<str:number>/close/", views.close, name="close_case"),
    path("cases/<str:number>/reopen/", views.reopen, name="reopen_case"),
    path("cases/<str:number>/notes/", note_views.note_list, name="notes"),
    path("cases/<str:number>/notes/new/", note_views.write, name="write_note"),
    path("cases/<str:number>/notes/<int:pk>/", note_views.note_page, name="note"),
    path("cases/<str:number>/notes/<int:pk>/correct/", note_views.correct, name="correct_note"),
    path("cases/<str:number>/notes/<int:pk>/edit/", note_views.edit, name="edit_note"),
    path("cases/<str:number>/people/", people_views.people, name="people"),
    path("cases/<str:number>/people/young-person/", people_views.young_person, name="young_person"),
    path("cases/<str:number>/people/colleagues/new/", people_views.name_colleague, name="name_colleague"),
    path(
        "cases/<str:number>/people/colleagues/<int:pk>/remove/",
        people_views.remove_colleague,
        name="remove_colleague",
    ),
    path("cases/<str:number>/sharing/", sharing_views.sharing, name="sharing"),
    path("cases/<str:number>/sharing/admit/", sharing_views.admit, name="admit"),
    path("cases/<str:number>/sharing/<int:pk>/change/", sharing_views.change, name="change_participation"),
    path("cases/<str:number>/sharing/<int:pk>/end/", sharing_views.end, name="end_participation"),
    path("cases/<str:number>/why/<str:kind>/<int:pk>/", why_views.record, name="why"),
    path("cases/<str:number>/sharing/consult/", consult_views.consult, name="consult"),
    path("cases/<str:number>/sharing/<int:pk>/identity/", consult_views.identity, name="share_identity"),
    path("cases/<str:number>/history/", sharing_views.history, name="case_history"),
]
