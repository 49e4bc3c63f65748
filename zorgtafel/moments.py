"""A date and time as somebody types it, also in the hour that the clock repeats."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from zorgtafel.rendering import LocalDateTimeInput

#: A phone that runs a few minutes ahead means "now"; who reports at night is not argued with about it.
DEVICE_AHEAD = timedelta(minutes=5)


class MomentField(forms.DateTimeField):
    """An instant in local time that has passed.

    02:30 exists twice in the night that the clock goes back; the last one that has passed is meant, so
    that "now" stays now. ``now`` (aware) is set by ``judge_at``.
    """

    widget = LocalDateTimeInput
    now: datetime | None = None

    def to_python(self, value: Any) -> datetime | None:
        """Give an aware instant.

        Raises:
            django.core.exceptions.ValidationError: not a date and time, or a time that the clock skipped.
        """
        try:
            moment = super().to_python(value)
        except ValidationError as refused:
            if refused.code != "ambiguous_timezone":
                raise
            moment = self._one_of_two(refused)
        return self._not_ahead(moment)

    def _one_of_two(self, refused: ValidationError) -> datetime:
        typed = refused.params["datetime"]
        zone = timezone.get_current_timezone()
        both = [typed.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
        if both[0].astimezone(zone).replace(tzinfo=None) != typed:
            raise refused  # the clock jumped over this time
        return self._meant(both)

    def _meant(self, both: list[datetime]) -> datetime:
        passed = [moment for moment in both if self.now is None or moment <= self.now + DEVICE_AHEAD]
        return max(passed, default=both[0])

    def _not_ahead(self, moment: datetime | None) -> datetime | None:
        if moment is None or self.now is None or not self.now < moment <= self.now + DEVICE_AHEAD:
            return moment
        return self.now


class AppointmentField(MomentField):
    """An instant in local time that is still to come; of two, the first one that is."""

    def _meant(self, both: list[datetime]) -> datetime:
        return min((moment for moment in both if self.now is None or moment >= self.now), default=both[1])

    def _not_ahead(self, moment: datetime | None) -> datetime | None:
        return moment


def judge_at(form: forms.Form, now: datetime) -> None:
    """Let every moment in a form be judged at an aware instant, that of the request."""
    for field in form.fields.values():
        if isinstance(field, MomentField):
            field.now = now
