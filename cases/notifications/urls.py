"""Addresses of notifications."""

urlpatterns = []
