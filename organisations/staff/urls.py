"""Addresses of people management."""

from django.urls import path

from organisations.staff import invitation_views, people_views, rights_views, secondment_views

ORGANISATION = "organisations/<int:pk>/"
MEMBER = f"{ORGANISATION}members/<int:member_pk>/"
INVITATION = f"{ORGANISATION}invitations/<int:invitation_pk>/"
SECONDMENT = f"{ORGANISATION}secondments/<int:secondment_pk>/"

urlpatterns = [
    path("invitation/<str:ticket>/", invitation_views.invitation_accept, name="invitation_accept"),
    path(f"{ORGANISATION}members/new/", invitation_views.member_new, name="member_new"),
    path(f"{INVITATION}again/", invitation_views.invitation_again, name="invitation_again"),
    path(f"{INVITATION}withdraw/", invitation_views.invitation_withdraw, name="invitation_withdraw"),
    path(MEMBER, people_views.member_page, name="member"),
    path(f"{MEMBER}introduced/", people_views.member_introduced, name="member_introduced"),
    path(f"{MEMBER}reopen/", people_views.member_reopen, name="member_reopen"),
    path(f"{MEMBER}second/", secondment_views.member_second, name="member_second"),
    path(f"{SECONDMENT}answer/", secondment_views.secondment_answer, name="secondment_answer"),
    path(f"{SECONDMENT}end/", secondment_views.secondment_end, name="secondment_end"),
    path(f"{ORGANISATION}introduction/", people_views.introduction, name="introduction"),
    path(f"{ORGANISATION}review/", rights_views.review_page, name="rights_review"),
    path(f"{ORGANISATION}review/start/", rights_views.review_start, name="rights_review_start"),
    path(f"{ORGANISATION}review/finish/", rights_views.review_finish, name="rights_review_finish"),
]
