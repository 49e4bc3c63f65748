"""Addresses of missing."""

urlpatterns = []
