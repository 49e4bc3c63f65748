"""What people read for the coded values of what is put aside."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.aside.rules import Ground, Work

WORKS = [(work.value, work.value) for work in Work]

GROUNDS: dict[Ground, Promise] = {
    Ground.ACUTE: _("This is acute: somebody may be in danger now. It stays in your list."),
    Ground.WINDOW: _("For help after violence every hour counts. It stays in your list."),
    Ground.NEARLY: _("Its own time is nearly there. It stays in your list."),
    Ground.HOURS: _("This is about somebody's safety, so it can wait for four hours at most."),
    Ground.URGENT: _("This is urgent, so it can wait for a day at most."),
    Ground.PAST: _("Its date has passed, so it can wait for a day at most."),
    Ground.DUE: _("It can't wait past its own date."),
    Ground.WEEK: _("It can wait for a week at most."),
}
