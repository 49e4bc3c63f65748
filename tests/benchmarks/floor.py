"""The floor under every page: a session, its user, one raw statement for 25 rows, a bare template."""

import secrets
from copy import copy

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path

from cases.casefile.models import Case

PAGE = """<!doctype html><html lang="nl"><title>{{ user.name }}</title><table>{% for row in rows %}
<tr><td><a href="/cases/{{ row.0 }}/">{{ row.0 }}</a></td><td>{{ row.1 }}</td><td>{{ row.2 }}</td>
<td>{{ row.3 }}</td></tr>{% endfor %}</table></html>"""
SQL = """
SELECT c.number, c.pseudonym, c.urgency, p.sort_at
FROM cases_caseparticipation p JOIN cases_case c ON c.id = p.case_id
WHERE p.organisation_id = %s AND p.ended_at IS NULL
ORDER BY p.sort_at DESC, p.case_id DESC LIMIT 25
"""
#: What the floor passes through; the project's own middleware is part of what is measured.
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]


def floor(request: HttpRequest, organisation: int) -> HttpResponse:
    """Show 25 rows to somebody who is logged in, with nothing else around it."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, [organisation])
        rows = cursor.fetchall()
    template = engines["django"].from_string(PAGE) if not hasattr(floor, "template") else floor.template
    floor.template = template
    return HttpResponse(template.render({"rows": rows, "user": request.user}))


def create(request: HttpRequest) -> HttpResponse:
    """Write one bare case for somebody who is logged in, and nothing around it."""
    assert request.user.is_authenticated
    case = Case.objects.order_by("pk").first() if not hasattr(create, "case") else copy(create.case)
    create.case = copy(case)
    case.pk, case.number = None, f"F-26-{secrets.token_hex(3)}"
    case.pseudonym, case.young_person_id, case._state.adding = case.number, None, True
    Case.objects.bulk_create([case])  # one INSERT: a plain save would ask for its history
    return redirect("/")


urlpatterns = [
    path("floor/create/", create),
    path("floor/<int:organisation>/", floor),
    path("", include("zorgtafel.urls")),
]
