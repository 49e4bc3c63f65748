"""What came in along other ways than from a colleague at the table: without an account, and by telephone."""

from datetime import timedelta

from cases.demo.clock import Story, on_a_day
from cases.demo.region import Region
from cases.intake import desk as desks
from cases.intake import draft, merge, outsider, route
from cases.intake import signal as signals
from cases.intake.channel_rules import Channel
from cases.intake.report import Report
from cases.intake.route import Agreement

#: The key of the form of the neighbour; her code hangs on the secret of this very site.
FORM = "0123456789abcdef0123456789abcdef"


def all_of(region: Region) -> Story:
    """Iris agrees on ages; a neighbour, an anonymous caller and a hotel tell; Bram did not finish yet."""
    yield (at := on_a_day(region.now, 90, 9, 30))
    (desk,) = desks.open_to_everybody(now=at)
    route.agree(actor=region.actor("iris", at=at), agreement=Agreement(desk, age_until=23), now=at)
    yield (at := on_a_day(region.now, 3, 19, 40))
    report = Report(
        observation="Naast mij komen elke avond andere jongens, en de dozen gaan met taxi's weg.",
        interpretation="Ik ben bang dat zij voor iemand moeten werken.",
        knowledge="first_hand",
        noticed_at=at - timedelta(hours=2),
        subject="young_person",
        subject_description="Drie jongens van een jaar of vijftien, sporttassen",
        municipality="Waterdam",
        channel=Channel.BYSTANDER.value,
        reporter_contact="buur@voorbeeld.example",
    )
    actor = outsider.actor_of("d0" * 16)
    told = outsider.tell(actor=actor, report=report, desk=desk, key=FORM, now=at)
    yield (at := on_a_day(region.now, 2, 8, 15))
    found = outsider.find(told.code, now=at)
    text = "Vannacht weer. Een van hen huilde."
    outsider.add(found, actor=outsider.actor_of("d1" * 16), text=text, key=FORM, now=at)
    yield from _by_telephone(region)
    yield (at := on_a_day(region.now, 1, 15, 20))
    typed = {
        "observation": ["Kwam na de pauze niet terug. Een klasgenoot zei dat"],
        "knowledge": ["second_hand"],
    }
    draft.keep(actor=region.actor("bram", at=at), key=FORM, values=typed, now=at)


def _by_telephone(region: Region) -> Story:
    """What the desk writes down itself, of others."""
    yield (at := on_a_day(region.now, 2, 11, 5))
    anonymous = Report(
        observation="De bestuurder van een zwart busje geeft scholieren pakjes mee bij het station.",
        knowledge="second_hand",
        noticed_at=at - timedelta(hours=1),
        subject="plate",
        subject_plate="XX-999-X",
        form_of_concern="criminal",
        indicators=("carries_for_others", "picked_up"),
        channel=Channel.MELD_MISDAAD_ANONIEM.value,
    )
    desk = region.organisations["desk"]
    signals.log(actor=region.actor("arno", at=at), report=anonymous, desk=desk, now=at)
    yield (at := on_a_day(region.now, 1, 10, 30))
    hotel = Report(
        observation="Een meisje zat de hele avond in de lobby; steeds kwam een andere man haar halen.",
        knowledge="first_hand",
        noticed_at=at - timedelta(hours=11),
        subject="young_person",
        subject_description="Meisje, ongeveer 16, blauwe jas",
        form_of_concern="sexual",
        indicators=("hotel", "waited_for"),
        channel=Channel.HOSPITALITY.value,
        reporter_name="Nachtportier van Hotel Het Anker",
        reporter_contact="0800-0000",
    )
    first = signals.log(actor=region.actor("anna", at=at), report=hotel, desk=desk, now=at)
    yield (at := on_a_day(region.now, 1, 11, 40))
    taxi = Report(
        observation="Ik bracht een meisje met een blauwe jas naar het hotel. Een man betaalde en wachtte.",
        knowledge="first_hand",
        noticed_at=at - timedelta(hours=12),
        subject="young_person",
        subject_description="Meisje, blauwe jas, steeds aan de telefoon",
        form_of_concern="sexual",
        urgency="urgent",
        urgency_ground="Hij zei dat ze vanavond weer komt.",
        indicators=("hotel",),
        channel=Channel.HOSPITALITY.value,
        reporter_name="Chauffeur van Taxi De Bocht",
        reporter_contact="0800-0001",
    )
    second = signals.log(actor=region.actor("anna", at=at), report=taxi, desk=desk, now=at)
    yield (at := on_a_day(region.now, 1, 13, 10))
    reason = "Zelfde hotel, zelfde avond en allebei een blauwe jas."
    merge.join(first, second, actor=region.actor("anna", at=at), reason=reason, now=at)
