"""Addresses of missing."""

from django.urls import path

from cases.missing import (
    ack_views,
    act_views,
    after_views,
    alert_views,
    call_views,
    drill_views,
    handover_views,
    pattern_views,
    report_views,
    views,
)

urlpatterns = [
    path("cases/<str:number>/missing/", views.case_tab, name="case_missing"),
    path("cases/<str:number>/missing/raise/", views.raise_alert, name="raise_alert"),
    path("cases/<str:number>/missing/raise/proposal/", views.proposal_part, name="raise_proposal"),
    path("cases/<str:number>/missing/patterns/", pattern_views.decide, name="missing_patterns"),
    path("drills/", drill_views.drills, name="drills"),
    path("drills/new/", drill_views.start, name="drill_new"),
    path("drills/<str:number>/", drill_views.one, name="drill"),
    path("missing/", views.episodes, name="missing"),
    path("missing/<str:number>/", alert_views.episode, name="episode"),
    path("missing/<str:number>/live/", alert_views.live, name="episode_live"),
    path("missing/<str:number>/report/", report_views.report, name="police_report"),
    path("missing/<str:number>/report/pdf/", report_views.report_paper, name="police_report_paper"),
    path("missing/<str:number>/fact/", act_views.add_fact, name="episode_fact"),
    path("missing/<str:number>/hand-over/", handover_views.hand_over, name="episode_hand_over"),
    path("missing/<str:number>/hand-over/answer/", handover_views.answer_handover, name="episode_accept"),
    path("missing/<str:number>/take-over/", handover_views.take, name="episode_take_over"),
    path("missing/<str:number>/decline/", handover_views.decline, name="episode_decline"),
    path("missing/<str:number>/colour/answer/", handover_views.answer_milder, name="episode_milder"),
    path("missing/<str:number>/colour/", act_views.change_colour, name="episode_colour"),
    path("missing/<str:number>/police/", act_views.tell_police, name="episode_police"),
    path("missing/<str:number>/found/", act_views.found, name="episode_found"),
    path("missing/<str:number>/still/", call_views.still_on_it, name="episode_still"),
    path("missing/<str:number>/call-again/", call_views.call_again, name="episode_call_again"),
    path("missing/<str:number>/withdraw/", act_views.withdraw, name="episode_withdraw"),
    path("missing/<str:number>/return-interview/offer/", after_views.offer_talk, name="episode_return_offer"),
    path("missing/<str:number>/return-interview/", after_views.return_talk, name="episode_return_interview"),
    path("missing/<str:number>/close/", after_views.close, name="episode_close"),
    path("ack/<str:token>/", ack_views.acknowledge, name="acknowledge"),
]
