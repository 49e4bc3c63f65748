"""Addresses of coordination."""

urlpatterns = []
