"""Addresses of meetings."""

from django.urls import path

from cases.meetings import (
    calendar_views,
    emergency_views,
    item_views,
    minutes_views,
    plan_views,
    prepare_views,
    proposal_views,
    screen_views,
    suggestion_views,
    views,
)

urlpatterns = [
    path("meetings/", views.index, name="meetings"),
    path("meetings/calendar/", calendar_views.own, name="own_calendar"),
    path("calendar/<str:secret>.ics", calendar_views.calendar, name="calendar_feed"),
    path("meetings/<str:number>/invitation.ics", calendar_views.invitation, name="meeting_invitation"),
    path("meetings/new/", views.plan, name="meeting_new"),
    path("missing/<str:number>/table/", emergency_views.call_table, name="emergency_table"),
    path("proposals/", suggestion_views.to_propose, name="agenda_proposals"),
    path("proposals/new/", suggestion_views.propose, name="agenda_proposal_new"),
    path("proposals/<int:pk>/", proposal_views.answer, name="agenda_proposal"),
    path("meetings/<str:number>/", views.detail, name="meeting"),
    path("meetings/<str:number>/invite/", views.invite, name="meeting_invite"),
    path("meetings/<str:number>/time/", views.reschedule, name="meeting_time"),
    path("meetings/<str:number>/status/", views.change_status, name="meeting_status"),
    path("meetings/<str:number>/minutes/", minutes_views.show_minutes, name="meeting_minutes"),
    path("meetings/<str:number>/preparation/", prepare_views.prepare, name="meeting_preparation"),
    path("meetings/<str:number>/suggestions/", suggestion_views.suggested, name="meeting_suggestions"),
    path("meetings/<str:number>/suggestions/take/", suggestion_views.take, name="meeting_take"),
    path("meetings/<str:number>/suggestions/leave/", suggestion_views.leave, name="meeting_leave_off"),
    path("meetings/<str:number>/items/<int:pk>/move/", plan_views.move, name="meeting_item_move"),
    path("meetings/<str:number>/items/<int:pk>/change/", plan_views.change, name="meeting_item_change"),
    path("meetings/<str:number>/minutes/document/", minutes_views.paper, name="meeting_minutes_pdf"),
    path("meetings/<str:number>/minutes/sign/", minutes_views.sign, name="meeting_minutes_sign"),
    path("meetings/<str:number>/items/<int:pk>/correct/", minutes_views.correct, name="meeting_correct"),
    path("meetings/<str:number>/screen/", screen_views.big, name="meeting_screen"),
    path("meetings/<str:number>/items/<int:pk>/show/", screen_views.show, name="meeting_item_show"),
    path("meetings/<str:number>/live/", item_views.live, name="meeting_live"),
    path("meetings/<str:number>/items/add/", views.add_item, name="meeting_item_new"),
    path("meetings/<str:number>/items/<int:pk>/", item_views.detail, name="meeting_item"),
    path(
        "meetings/<str:number>/items/<int:pk>/attendance/",
        item_views.take_attendance,
        name="meeting_attendance",
    ),
    path(
        "meetings/<str:number>/items/<int:pk>/discussed/",
        item_views.record_discussed,
        name="meeting_discussed",
    ),
    path("meetings/<str:number>/items/<int:pk>/decide/", item_views.decide, name="meeting_decide"),
    path("meetings/<str:number>/items/<int:pk>/take-off/", item_views.take_off, name="meeting_take_off"),
    path(
        "meetings/<str:number>/items/<int:pk>/guests/new/",
        item_views.invite_guest,
        name="meeting_guest_new",
    ),
    path(
        "meetings/<str:number>/items/<int:pk>/guests/<int:guest_pk>/withdraw/",
        item_views.withdraw_guest,
        name="meeting_guest_withdraw",
    ),
]
