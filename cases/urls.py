"""Table of contents: the addresses of every slice."""

from django.urls import include, path

SLICES = (
    "asks",
    "level",
    "casefile",
    "intake",
    "coordination",
    "conditions",
    "meldcode",
    "missing",
    "pack",
    "police",
    "forensic",
    "incidents",
    "justice",
    "directory",
    "safe_contact",
    "measures",
    "registration",
    "network",
    "overlap",
    "handover",
    "statement",
    "legal_basis",
    "own_plan",
    "meetings",
    "notifications",
    "access",
    "audit",
    "retention",
    "rights",
    "statistics",
    "aside",
    "filters",
    "guide",
    "opinions",
    "dashboard",
)

urlpatterns = [path("", include(f"cases.{name}.urls")) for name in SLICES]
