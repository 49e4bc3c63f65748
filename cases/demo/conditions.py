"""The part of a story in which people agree on what must hold for safety, and look whether it does."""

from datetime import timedelta

from django.utils import timezone

from cases.conditions import condition, look
from cases.conditions.models import ConditionLook, SafetyCondition
from cases.conditions.rules import Answer, EndGround, SetBy
from cases.demo.tale import Tale
from organisations.models import Membership

BY_CAR = "Moeder of tante brengt Noor naar school en haalt haar op. Niemand anders."
AT_NIGHT = "Noor slaapt op de groep of bij haar tante, ook in het weekend."
PHONE = "De telefoon ligt na tien uur 's avonds op kantoor."


def are_set(tale: Tale) -> list[SafetyCondition]:
    """Let the coordinator write down what table and Veilig Thuis set, each with who watches it."""
    return [
        _is_set(tale, words, who, by, days)
        for words, who, by, days in (
            (BY_CAR, "bram", SetBy.VEILIG_THUIS, 90),
            (AT_NIGHT, "hanna", SetBy.VEILIG_THUIS, 7),
            (PHONE, "hanna", SetBy.TABLE, 14),
        )
    ]


def are_looked_at(tale: Tale, found: list[SafetyCondition]) -> None:
    """Let who watches look: one holds after a correction, one does not, and one is replaced."""
    by_car, at_night, phone = found
    today = timezone.localdate(tale.at)
    wrong = _sees(tale, by_car, "bram", Answer.NOT_KNOWN, "Zij kwam met de auto; ik zag niet wie er reed.", 3)
    seen = look.Seen(Answer.HOLDS, "Haar tante reed; de conciërge sprak haar.", today)
    look.correct(wrong, actor=tale.actor("bram"), seen=seen, why="Nagevraagd", now=tale.at)
    _sees(
        tale, at_night, "hanna", Answer.NOT_HELD, "Zij was die nacht niet op de groep en niet bij tante.", 2
    )
    condition.end(
        phone,
        actor=tale.actor(tale.coordinator),
        ground=EndGround.REPLACED,
        reason="Staat nu in het plan dat Noor zelf maakte.",
        now=tale.at,
    )


def _is_set(tale: Tale, words: str, who: str, by: SetBy, days: int) -> SafetyCondition:
    today = timezone.localdate(tale.at)
    home = tale.region.roles[who][0]
    watcher = Membership.objects.get(user=tale.user(who), organisation=tale.organisation(home))
    return condition.write_down(
        tale.case,
        actor=tale.actor(tale.coordinator),
        condition=condition.Condition(words, by, today),
        agreed=condition.Agreed(watcher, today + timedelta(days=days)),
        now=tale.at,
    )


def _sees(
    tale: Tale, standing: SafetyCondition, who: str, answer: Answer, words: str, days: int
) -> ConditionLook:
    today = timezone.localdate(tale.at)
    return look.take(
        standing,
        actor=tale.actor(who),
        seen=look.Seen(answer, words, today),
        next_look_on=today + timedelta(days=days),
        now=tale.at,
    )
