"""Addresses of the dashboard."""

from django.urls import path

from cases.dashboard import views

urlpatterns = [
    path("", views.today, name="dashboard"),
    path("today/news/", views.news, name="dashboard_news"),
]
