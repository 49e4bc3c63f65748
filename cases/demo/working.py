"""How a table works on one case between its meetings: a ladder, a risk in words, questions, an offer.

One of each, so that whoever walks through the trial meets every page with something on it.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from cases.asks import ask
from cases.coordination import offer
from cases.demo.clock import HERE, Story, on_a_day
from cases.demo.tale import Tale
from cases.level import judgement, step
from cases.level.rules import Rung
from organisations.compartments import Compartment


def together(tale: Tale) -> Story:
    """Two weeks of a case: to the safety house and back, judged twice, and now somebody else is asked."""
    yield on_a_day(tale.region.now, 13, 10)
    own = replace(tale, at=on_a_day(tale.region.now, 13, 10))
    _is_judged(own, "Hij kan haar elke avond ophalen; thuis weet niemand waar zij dan is.", "Drie signalen.")
    yield _on(own, 11, 15)
    _goes(own, Rung.SAFETY_HOUSE, "Er is politie en jeugdhulp tegelijk nodig.")
    yield _on(own, 9, 9, 30)
    asked = _asks(own, "school", "Wie haalt haar na schooltijd op, en sinds wanneer?", days=6)
    yield _on(own, 8, 13)
    ask.accept(asked, actor=own.actor("bram"), now=own.at)
    yield _on(own, 7, 16)
    text = "Sinds twee weken haalt haar tante haar op. De scooter is niet meer gezien."
    ask.answer(asked, actor=own.actor("bram"), text=text, now=own.at)
    yield _on(own, 6, 11)
    _is_judged(own, "Het gevaar op straat is kleiner; via haar telefoon gaat het door.", "Wat de school zag.")
    yield _on(own, 5, 14)
    _goes(own, Rung.TABLE, "De avonden zijn geregeld. De zorgtafel houdt het vol.")
    yield _on(own, 2, 10, 20)
    _asks(own, "police", "Is de auto na vorige week nog gezien?", days=3)
    yield _on(own, 1, 16, 10)
    proposal = offer.Proposal(
        own.user(own.deputy),
        own.user(own.coordinator),
        reason="Zij belt het liefst met Arno.",
        introduce="Bram van school stelt hem aan haar voor.",
    )
    offer.make(own.case, actor=own.actor(own.coordinator), proposal=proposal, now=own.at)


def _on(own: Tale, days_ago: int, hour: int, minute: int = 0) -> datetime:
    own.at = on_a_day(own.region.now, days_ago, hour, minute)
    return own.at


def _today(own: Tale) -> date:
    return own.at.astimezone(HERE).date()


def _is_judged(own: Tale, words: str, reason: str) -> None:
    standing = judgement.standing(own.case)
    judgement.write_down(
        own.case,
        actor=own.actor(own.coordinator),
        judged=judgement.Judged(words, reason, review_on=_today(own) + timedelta(days=7)),
        replaces=None if standing is None else standing.pk,
        now=own.at,
    )


def _goes(own: Tale, to: Rung, why: str) -> None:
    decided = step.Decided(to, why, decided_on=_today(own), decided_by="De zorgtafel")
    step.take(own.case, actor=own.actor(own.coordinator), decided=decided, now=own.at)


def _asks(own: Tale, home: str, what: str, *, days: int) -> ask.Ask:
    question = ask.Question(
        own.organisation(home), Compartment.CORE, what, due_on=_today(own) + timedelta(days=days)
    )
    return ask.put(own.case, actor=own.actor(own.coordinator), question=question, now=own.at)
