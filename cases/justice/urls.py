"""Addresses of court dates, requests for information and evidence."""

from django.urls import path

from cases.justice import views

CASE = "cases/<str:number>/"

urlpatterns = [
    path(f"{CASE}{place}/{rest}", view, {"place": place}, name=f"{place}_{name}")
    for place in ("dates", "information", "evidence")
    for rest, view, name in (
        ("new/", views.add, "new"),
        ("<int:pk>/change/", views.change, "change"),
        ("<int:pk>/end/", views.end, "end"),
    )
]
