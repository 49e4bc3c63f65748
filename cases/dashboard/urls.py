"""Addresses of dashboard."""

urlpatterns = []
