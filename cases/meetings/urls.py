"""Addresses of meetings."""

from django.urls import path

from cases.meetings import emergency_views, item_views, proposal_views, views

urlpatterns = [
    path("meetings/", views.index, name="meetings"),
    path("meetings/new/", views.plan, name="meeting_new"),
    path("missing/<str:number>/table/", emergency_views.call_table, name="emergency_table"),
    path("proposals/<int:pk>/", proposal_views.answer, name="agenda_proposal"),
    path("meetings/<str:number>/", views.detail, name="meeting"),
    path("meetings/<str:number>/invite/", views.invite, name="meeting_invite"),
    path("meetings/<str:number>/status/", views.change_status, name="meeting_status"),
    path("meetings/<str:number>/minutes/", views.show_minutes, name="meeting_minutes"),
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
