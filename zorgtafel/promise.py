"""Before anything else: the promise of confidentiality, at the first login and whenever it is due again."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from organisations.identity import statement
from zorgtafel.second_factor import ALWAYS, to_the_door

Handler = Callable[[HttpRequest], HttpResponse]

CHECKED = "promise_checked"
#: Seconds before a session is looked at again: a new text reaches everybody within this time.
LOOK_AGAIN = 5 * 60
OPEN = ALWAYS | {"promise"}


class Promise:
    """Shows the statement of confidentiality to whoever did not accept it, before any other page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the work is in the hook below."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Let pass who promised; the session remembers that for a few minutes."""
        if request.actor is None or getattr(request, "is_held", False) or self._was_checked(request):
            return None
        if not statement.is_due(request.user, now=request.now):
            request.session[CHECKED] = [request.user.pk, request.now.timestamp()]
            return None
        request.is_held = True
        return None if request.resolver_match.view_name in OPEN else to_the_door(request, reverse("promise"))

    def _was_checked(self, request: HttpRequest) -> bool:
        user, at = request.session.get(CHECKED, (None, 0))
        return user == request.user.pk and 0 <= request.now.timestamp() - at < LOOK_AGAIN
