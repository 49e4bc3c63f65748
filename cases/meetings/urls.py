"""Addresses of meetings."""

urlpatterns = []
