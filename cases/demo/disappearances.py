"""The part of a story in which somebody is missing, is found, and tells about it."""

from datetime import timedelta

from cases.demo.clock import Story
from cases.demo.tale import Tale
from cases.missing import alert, episode, fact, return_interview
from cases.missing.models import MissingEpisode
from cases.missing.rules import ASKED, Known, UrgencyGround

#: Who answers for each organisation when it is called.
ANSWERS = {"police": "farid", "veilig_thuis": "gerda", "desk": "anna", "agency": "linde", "school": "bea"}
#: 70% is back within 24 hours, 80% within 48: https://www.omroepwest.nl/nieuws/3594724/Wat-gebeurt-er-als-iemand-vermist-is-Vier-vragen
BACK_WITHIN_HOURS = ((0.7, (3, 24)), (0.8, (24, 48)), (1.0, (48, 120)))
PLACES = {
    "Station Waterdam": "transport",
    "Winkelcentrum De Kaai": "public",
    "Bushalte Polderweg": "transport",
    "Groepswoning Het Anker": "care",
}
OWN_WORDS = (
    "Ik was bij een vriendin. Ik wilde gewoon even weg. Als ik bel moet er iemand opnemen.",
    "Zij hadden gezegd dat ik moest komen. Ik wil er niet meer heen, maar ze hebben mijn nummer.",
    "Het was te druk op de groep. Ik wil een kamer waar ik de deur dicht kan doen.",
)


def is_missed(tale: Tale, by: str = "hugo", colour: str = "") -> MissingEpisode:
    """Raise the alert, some hours after somebody was last seen."""
    since = tale.at - timedelta(minutes=tale.rng.randint(60, 300))
    place = tale.rng.choice(tuple(PLACES))
    known = dict.fromkeys(ASKED, Known.NO) | {UrgencyGround.OUT_OF_CHARACTER: Known.UNKNOWN}
    report = episode.Report(
        missing_since=since,
        last_seen_at=since,
        last_seen_place=place,
        last_seen_kind=PLACES[place],
        clothing="Zwarte jas, witte gympen",
        taken_along="Telefoon en oplader",
        answers=known,
        colour=colour,
        police_told="not_yet",
    )
    return episode.raise_alert(tale.case, actor=tale.actor(by), report=report, now=tale.at)


def is_answered(tale: Tale, missed: MissingEpisode, *, silent: tuple[str, ...] = ()) -> Story:
    """Let the organisations answer one after another, except those that stay silent."""
    called = {call.organisation_id: call for call in missed.calls.filter(acknowledged_at=None)}
    for home, person in ANSWERS.items():
        call = called.get(tale.organisation(home).pk)
        if call is not None and home not in silent and _may_answer(tale, person):
            yield tale.passes(minutes=tale.rng.uniform(0.5, 4))
            alert.acknowledge(call, actor=tale.actor(person), now=tale.at)
    yield tale.passes(minutes=5)
    fact.tell_police(
        missed,
        actor=tale.actor("hugo"),
        reference=f"PL{tale.rng.randrange(100_000, 999_999)}",
        told_at=tale.at,
        now=tale.at,
    )


def is_found(tale: Tale, missed: MissingEpisode, by: str = "hugo", violence: str = "no") -> None:
    """Give the all-clear, which starts the clock of the return talk."""
    episode.found(
        missed,
        actor=tale.actor(by),
        found_at=tale.at - timedelta(minutes=10),
        found_by="Kwam zelf terug",
        condition="Moe, geen verwondingen. Eet en slaapt eerst.",
        violence=violence,
        kind="care",
        now=tale.at,
    )


def runs_off(tale: Tale) -> Story:
    """Be missing, be found and talk about it afterwards."""
    yield tale.works(3, 60)
    yield tale.passes(hours=tale.rng.randint(4, 14))
    missed = is_missed(tale)
    yield from is_answered(tale, missed)
    yield tale.passes(hours=_hours_away(tale))
    is_found(tale, missed)
    yield tale.passes(hours=tale.rng.randint(8, 60))
    _is_offered_a_talk(tale, missed)
    yield tale.passes(hours=tale.rng.randint(1, 20))
    _talks(tale, missed)
    yield tale.passes(minutes=20)
    episode.close(missed, actor=tale.actor(tale.coordinator), now=tale.at)


def _is_offered_a_talk(tale: Tale, missed: MissingEpisode) -> None:
    offer = return_interview.Offer(
        offered_at=tale.at - timedelta(minutes=15), interviewer="Een vertrouwenspersoon van buiten de groep"
    )
    return_interview.offer(missed, actor=tale.actor("hugo"), offer=offer, now=tale.at)


def _talks(tale: Tale, missed: MissingEpisode) -> None:
    spoken = return_interview.Talk(
        held_at=tale.at - timedelta(minutes=5),
        own_words=tale.rng.choice(OWN_WORDS),
        agreements="Belt voortaan de nachtdienst; die neemt altijd op.",
    )
    return_interview.record(missed, actor=tale.actor("hugo"), talk=spoken, now=tale.at)


def _may_answer(tale: Tale, person: str) -> bool:
    """Tell whether the person can open this case: a professional only when named on it."""
    if person != "farid":
        return True
    return tale.case.caseuserobjectpermission_set.filter(user=tale.user(person)).exists()


def _hours_away(tale: Tale) -> float:
    drawn = tale.rng.random()
    low, high = next(hours for share, hours in BACK_WITHIN_HOURS if drawn <= share)
    return tale.rng.uniform(low, high)
