"""What is written down as having happened has happened: said once, for every slice."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from cases.conflict import StateConflictError
from cases.workdays import is_after

STILL_TO_COME = _("This moment is still to come. Check the date and the time.")


def check_happened(moment: datetime, field: str, *, now: datetime) -> None:
    """Pass when an aware moment is not still to come; ``field`` is the form field it was typed in.

    Raises:
        StateConflictError: it is.
    """
    if is_after(moment, now):
        raise StateConflictError(STILL_TO_COME, code="future", field=field)
