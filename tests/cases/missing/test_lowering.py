"""A red alert made milder takes two people; graver takes one, whoever answers alerts here."""

from collections.abc import Callable

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.conflict import StateConflictError
from cases.missing import colour, lowering
from cases.missing import episode as episodes
from cases.missing.models import ColourLowering, MissingEpisode
from cases.notifications.models import Delivery
from organisations import grants
from organisations.actor import AccessDenied
from organisations.acts import Act
from organisations.roles import Role
from tests.cast import FOUNDER, Region

LogIn = Callable[[str], Client]


def ask(region: Region, episode: MissingEpisode, name: str = "hugo", to: str = "orange") -> ColourLowering:
    """Let somebody ask for a milder colour."""
    return lowering.ask(
        episode, to, actor=region.actor(name), reason="seen at home", version=None, now=region.now
    )


def standing(episode: MissingEpisode) -> str:
    """Give the colour that the alert has now."""
    return MissingEpisode.objects.get(pk=episode.pk).colour


def test_one_person_alone_makes_no_red_alert_milder(region: Region, episode: MissingEpisode) -> None:
    assert episode.colour == "red"
    with pytest.raises(StateConflictError) as refused:
        colour.lower_to(
            episode, "orange", actor=region.actor("hugo"), reason="calm", version=None, now=region.now
        )
    assert refused.value.code == "second_person_needed"
    ask(region, episode)
    with pytest.raises(StateConflictError) as refused:
        lowering.confirm(episode, actor=region.actor("hugo"), now=region.now)
    assert refused.value.code == "second_person_needed"
    assert standing(episode) == "red"


def test_a_second_person_confirms_and_the_reason_stays(region: Region, episode: MissingEpisode) -> None:
    asked = ask(region, episode)
    rows = Delivery.objects.filter(notification__kind="alert_milder_asked", channel="inbox")
    assert {"Farid", "Gerda", "Anna"} <= set(rows.values_list("user__name", flat=True))
    assert LedgerLine.objects.filter(event="milder_colour.asked", user_id=region.hugo.pk).exists()
    lowered = lowering.confirm(episode, actor=region.actor("farid"), now=region.now)
    assert (lowered.colour, lowered.colour_reason) == ("orange", "seen at home")
    asked.refresh_from_db()
    assert (asked.state, asked.answered_by) == ("accepted", region.farid)
    assert LedgerLine.objects.filter(event="episode.changed", user_id=region.farid.pk).exists()
    with pytest.raises(StateConflictError) as refused:
        lowering.confirm(episode, actor=region.actor("gerda"), now=region.now)
    assert refused.value.code == "nothing_asked"


def test_a_second_person_refuses_with_a_reason_and_it_stays_red(
    region: Region, episode: MissingEpisode
) -> None:
    ask(region, episode)
    with pytest.raises(StateConflictError) as refused:
        lowering.refuse(episode, actor=region.actor("farid"), reason=" ", now=region.now)
    assert refused.value.field == "reason"
    lowering.refuse(episode, actor=region.actor("farid"), reason="not seen by anybody", now=region.now)
    assert standing(episode) == "red"
    assert LedgerLine.objects.filter(event="milder_colour.refused", user_id=region.farid.pk).exists()
    ask(region, episode, "gerda", "green")  # may be asked again


def test_one_question_at_a_time_with_a_reason_and_only_while_it_runs(
    region: Region, episode: MissingEpisode
) -> None:
    with pytest.raises(StateConflictError) as refused:
        lowering.ask(episode, "orange", actor=region.actor("hugo"), reason="", version=None, now=region.now)
    assert refused.value.field == "reason"
    ask(region, episode)
    with pytest.raises(StateConflictError) as refused:
        ask(region, episode, "farid")
    assert refused.value.code == "already_asked"
    episodes.withdraw(episode, actor=region.actor("hugo"), reason="mistake", now=region.now)
    with pytest.raises(StateConflictError) as refused:
        lowering.confirm(episode, actor=region.actor("farid"), now=region.now)
    assert refused.value.code == "alert_over"


@pytest.mark.parametrize("name", ["chris", "dina", "eva", "iris", "joost"])
def test_who_may_not_asks_and_answers_nothing(region: Region, episode: MissingEpisode, name: str) -> None:
    with pytest.raises(AccessDenied):
        ask(region, episode, name)
    ask(region, episode)
    with pytest.raises(AccessDenied):
        lowering.confirm(episode, actor=region.actor(name), now=region.now)
    with pytest.raises(AccessDenied):
        lowering.refuse(episode, actor=region.actor(name), reason="x", now=region.now)


def test_graver_may_whoever_answers_alerts_also_without_raising_them(
    region: Region, episode: MissingEpisode
) -> None:
    ask(region, episode)
    lowering.confirm(episode, actor=region.actor("gerda"), now=region.now)
    grants.narrow(region.school, actor=FOUNDER, role=Role.PROFESSIONAL, act=Act.SOUND_ALERT, now=region.now)
    graver = colour.raise_to(episode, "red", actor=region.actor("bram"), version=None, now=region.now)
    assert graver.colour == "red"
    with pytest.raises(AccessDenied):
        ask(region, episode, "bram")


def test_through_the_pages(region: Region, episode: MissingEpisode, log_in: LogIn) -> None:
    page, hugo, farid = f"/missing/{episode.number}/", log_in("hugo"), log_in("farid")
    asked = {"colour": "orange", "reason": "ze <belt>", "version": ""}
    assert hugo.post(f"{page}colour/", asked).url == page
    assert standing(episode) == "red"
    assert f"{page}colour/answer/" not in hugo.get(page).content.decode()
    shown = farid.get(page).content.decode()
    assert f"{page}colour/answer/" in shown
    assert "ze &lt;belt&gt;" in shown
    assert farid.post(f"{page}colour/answer/", {"decision": "refuse"}).status_code == 400
    assert hugo.post(f"{page}colour/answer/", {"decision": "accept"}).status_code == 409
    assert farid.post(f"{page}colour/answer/", {"decision": "accept"}).url == page
    assert standing(episode) == "orange"
