"""Addresses of casefile."""

urlpatterns = []
