"""Address of the silent match."""

from django.urls import path

from cases.overlap import views

urlpatterns = [path("overlaps/<int:pk>/", views.overlap, name="overlap")]
