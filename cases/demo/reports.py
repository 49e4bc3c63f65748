"""The part of a story in which somebody sees something and says so: signals, triage, feedback."""

from datetime import datetime, timedelta

from django.utils import timezone

from cases.demo.clock import Story
from cases.demo.tale import Tale
from cases.intake import indicator
from cases.intake import signal as signals
from cases.intake.indicator import Sign
from cases.intake.models import Signal
from cases.intake.report import Report

#: form of concern -> (what was seen, what the reporter makes of it, indicators ticked)
SEEN: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "sexual": (
        (
            "Stapte na het laatste uur bij een man in een grijze auto. Zei: 'Dat is mijn neef'.",
            "Ik denk dat het geen familie is.",
            ("picked_up", "older_contacts"),
        ),
        (
            "Heeft drie telefoons bij zich en moet steeds naar buiten om op te nemen.",
            "Iemand lijkt te controleren waar zij is.",
            ("several_phones", "secret_contacts"),
        ),
        (
            "Vertelde dat er foto's van haar rondgaan en dat zij 'iets terug moet doen'.",
            "Dit klinkt als dwang.",
            ("images_pressure", "avoidance", "psychosomatic"),
        ),
    ),
    "criminal": (
        (
            "Had 400 euro contant in een etui en zei dat hij het 'bewaart voor iemand'.",
            "Mogelijk bewaart hij geld voor anderen.",
            ("carries_for_others", "sudden_goods"),
        ),
        (
            "Wordt op vrijdag bij de bushalte opgewacht door twee oudere jongens op een scooter.",
            "Hij durft niet te weigeren, denk ik.",
            ("waited_for", "older_contacts"),
        ),
    ),
    "labour": (
        (
            "Werkt elke nacht in een keuken en krijgt geen loon: 'dat gaat van mijn schuld af'.",
            "Er lijkt een schuld te zijn die niet kleiner wordt.",
            ("underpaid", "long_hours", "sudden_debts", "exhaustion"),
        ),
    ),
    "unknown": (
        (
            "Is in twee weken vijf keer niet op school geweest en wil niet zeggen waar ze was.",
            "Ik maak me zorgen, maar weet niet waarover.",
            ("absence", "isolation"),
        ),
        (
            "Kwam met een blauwe plek op de arm en droeg de hele dag een lange jas.",
            "",
            ("injuries", "avoidance"),
        ),
    ),
}
URGENCY_GROUNDS = {
    "acute": "Zegt vanavond weer te worden opgehaald.",
    "urgent": "Wordt elke week opgehaald; het lijkt vaker te worden.",
    "normal": "",
}
CHAIN = (
    ("under_investigation", "Wij vragen na wat er al bekend is."),
    ("verified", "Bevestigd door een tweede bron."),
    ("established", "Past in wat de school en de wijk zien."),
    ("classified", "Aard van de zorg vastgesteld."),
)
NOT_FOUND = "Nagevraagd bij school en wijkteam: er is een gewone verklaring voor."
TOLD_BY = "Een klasgenoot"
THANKS = "Dank voor uw signaal. Wij hebben het onderzocht. U hoort het als wij u nog iets willen vragen."


def comes_in(tale: Tale, reporter: str) -> Signal:
    """Let somebody log what was seen of this young person."""
    child, rng = tale.child, tale.rng
    observation, interpretation, indicators = rng.choice(SEEN[child.form])
    noticed_at = tale.at - timedelta(minutes=rng.randint(10, 600))
    knowledge = rng.choice(("first_hand", "first_hand", "second_hand"))
    report = Report(
        observation=observation,
        interpretation=interpretation,
        knowledge=knowledge,
        source="" if knowledge == "first_hand" else TOLD_BY,
        happened_at=noticed_at - timedelta(minutes=rng.randint(0, 120)),
        noticed_at=noticed_at,
        subject="young_person",
        subject_name=child.name,
        subject_birth_date=child.birth_date,
        municipality=child.municipality,
        indicators=indicators,
        form_of_concern=child.form,
        urgency=child.urgency,
        urgency_ground=URGENCY_GROUNDS[child.urgency],
    )
    desk = tale.organisation("desk")
    return signals.log(actor=tale.actor(reporter), report=report, desk=desk, now=tale.at)


def to_a_case(tale: Tale) -> Story:
    """Walk the whole chain; the coordinator starts the case as soon as the signal is verified."""
    signal = comes_in(tale, tale.child.reporter)
    for status, reason in CHAIN:
        yield _next_look(tale, status)
        _moves(tale, signal, status, reason)
        if status == "verified":
            tale.case = signals.start_case(
                signal,
                actor=tale.actor(tale.coordinator),
                opening=signals.opening_of(signal, now=tale.at),
                deputy=tale.user(tale.deputy),
                now=tale.at,
            )
    yield tale.passes(minutes=15)
    _thanks(tale, signal)


def to_nothing(tale: Tale) -> Story:
    """Find an ordinary explanation, and say so to whoever reported."""
    signal = comes_in(tale, tale.child.reporter)
    yield _next_look(tale, CHAIN[0][0])
    _moves(tale, signal, *CHAIN[0])
    yield tale.works(1, 5)
    _moves(tale, signal, "not_substantiated", NOT_FOUND)
    yield tale.passes(minutes=10)
    _thanks(tale, signal)


def again(tale: Tale, reporter: str) -> Story:
    """Let somebody else report the same young person; the desk puts it in the case that exists."""
    yield tale.works(10, 40)
    signal = comes_in(tale, reporter)
    for status, reason in CHAIN:
        yield _next_look(tale, status)
        _moves(tale, signal, status, reason)
    signals.link(signal, actor=tale.actor(tale.coordinator), case=tale.case, now=tale.at)
    _hears_the_opposite(tale, signal)
    yield tale.passes(minutes=15)
    _thanks(tale, signal)


def _hears_the_opposite(tale: Tale, signal: Signal) -> None:
    """Let the coordinator hear from home that one of the signs is otherwise: the card shows both."""
    code = signal.indicators.values_list("code", flat=True).first()
    sign = Sign(code, "opposite", "second_hand", timezone.localdate(tale.at), "De moeder")
    indicator.note(signal, actor=tale.actor(tale.coordinator), sign=sign, now=tale.at)


def _next_look(tale: Tale, status: str) -> datetime:
    """Let the desk take its time, but look at an acute signal within the hour."""
    if tale.child.urgency == "acute" and status == CHAIN[0][0]:
        return tale.passes(minutes=tale.rng.randint(5, 45))
    return tale.works(0, 1)


def _moves(tale: Tale, signal: Signal, to: str, reason: str) -> None:
    signals.move(signal, actor=tale.actor(tale.coordinator), to=to, reason=reason, now=tale.at)


def _thanks(tale: Tale, signal: Signal) -> None:
    signals.feed_back(signal, actor=tale.actor(tale.coordinator), text=THANKS, now=tale.at)
