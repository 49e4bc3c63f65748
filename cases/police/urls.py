"""Addresses of police."""

urlpatterns = []
