"""Addresses of meldcode."""

urlpatterns = []
