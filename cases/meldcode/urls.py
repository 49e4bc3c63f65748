"""Addresses of meldcode."""

from django.urls import include, path

from cases.meldcode import figure_views, views

TRACK = [
    path("", views.show_track, name="meldcode_track"),
    path("print/", views.print_track, name="meldcode_print"),
    path("step/<int:step_number>/", views.record_step, name="meldcode_step"),
    path("child-check/", views.record_child_check, name="meldcode_child_check"),
    path("consultation/", views.record_consultation, name="meldcode_consultation"),
    path("talk/", views.record_talk, name="meldcode_talk"),
    path("talk/omitted/", views.leave_talk_out, name="meldcode_talk_omitted"),
    path("weighing/", views.weigh, name="meldcode_weighing"),
    path("decisions/", views.decide, name="meldcode_decisions"),
    path("advice/", views.ask_advice, name="meldcode_advice"),
    path("report/", views.report, name="meldcode_report"),
    path("report/<int:report_pk>/answer/", views.record_answer, name="meldcode_report_answer"),
    path("begin/", views.correct_start, name="meldcode_correct_start"),
    path("close/", views.close, name="meldcode_close"),
    path("reopen/", views.reopen, name="meldcode_reopen"),
]

urlpatterns = [
    path("meldcode/figures/", figure_views.show, name="meldcode_figures"),
    path("cases/<str:number>/meldcode/", views.show_board, name="meldcode_board"),
    path("cases/<str:number>/meldcode/start/", views.start, name="meldcode_start"),
    path("cases/<str:number>/meldcode/<int:pk>/", include(TRACK)),
]
