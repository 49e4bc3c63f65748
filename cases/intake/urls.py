"""Addresses of intake."""

urlpatterns = []
