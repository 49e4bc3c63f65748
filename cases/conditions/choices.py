"""What people read for the coded values of safety conditions."""

from django.utils.translation import gettext_lazy as _

from cases.conditions.rules import Answer, EndGround, SetBy

SET_BY = [
    (SetBy.VEILIG_THUIS.value, _("Veilig Thuis")),
    (SetBy.TABLE.value, _("The care table")),
    (SetBy.OTHER.value, _("Somebody else")),
]
ANSWERS = [
    (Answer.HOLDS.value, _("Condition holds")),
    (Answer.NOT_HELD.value, _("Condition does not hold")),
    (Answer.NOT_KNOWN.value, _("Could not be seen")),
]
END_GROUNDS = [
    (EndGround.MET.value, _("Met: it is not needed any more")),
    (EndGround.REPLACED.value, _("Replaced by another condition")),
    (EndGround.WITHDRAWN.value, _("Withdrawn by whoever set it")),
    (EndGround.ELSEWHERE.value, _("Still stands, and is followed outside this table from now on")),
]
