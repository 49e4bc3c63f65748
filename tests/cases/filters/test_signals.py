"""Anna keeps a question to the list of signals; her desk uses it, and everybody sees their own signals."""

from collections.abc import Callable

import pytest
from django.test import Client

from cases.filters import kept
from cases.filters.models import SavedFilter
from cases.filters.rules import Listing
from cases.intake import signal as signals
from cases.intake.models import Signal
from cases.intake.report import Report
from organisations.actor import AccessDenied
from tests.cast import Region

LogIn = Callable[[str], Client]
SEXUAL = {"list": "triage", "form": "sexual"}


def logged(region: Region, form: str) -> Signal:
    """Let Bram log a signal for Anna's desk."""
    told = Report(
        observation="Was picked up by car",
        knowledge="first_hand",
        noticed_at=region.now,
        subject="nobody",
        form_of_concern=form,
    )
    return signals.log(actor=region.actor("bram"), report=told, desk=region.desk, now=region.now)


def keep(region: Region, name: str = "anna", **named: bool) -> SavedFilter:
    about = kept.Named("Seksueel", **named)
    return kept.keep(Listing.SIGNALS, SEXUAL, about, actor=region.actor(name), now=region.now)


def numbers(client: Client, url: str) -> list[str]:
    return [row.signal.number for row in client.get(url).context["rows"]]


def test_it_stands_above_the_list_and_shows_what_it_asks(region: Region, log_in: LogIn) -> None:
    wanted, _other = logged(region, "sexual"), logged(region, "criminal")
    keep(region)
    anna = log_in("anna")
    (chip,) = anna.get("/signals/").context["bar"].chips
    assert numbers(anna, chip.url) == [wanted.number]
    assert anna.get(chip.url).context["bar"].chips[0].is_on
    assert "Seksueel" in anna.get("/signals/").content.decode()


def test_from_the_list_to_a_name_and_back(region: Region, log_in: LogIn) -> None:
    anna = log_in("anna")
    url = anna.get("/signals/?list=triage&status=&urgency=&form=sexual").context["bar"].keep_url
    form = anna.get(url).context["form"]
    typed = {"name": "Seksueel", "listing": form["listing"].value(), "asked": form["asked"].value()}
    assert anna.post("/filters/new/", typed).url == "/signals/?list=triage&form=sexual"
    assert SavedFilter.objects.get().asked == SEXUAL


@pytest.mark.parametrize("query", ["", "?list=triage", "?list=reported", "?list=triage&status=&form="])
def test_a_list_that_is_not_narrowed_is_nothing_to_keep(region: Region, log_in: LogIn, query: str) -> None:
    assert log_in("anna").get(f"/signals/{query}").context["bar"].keep_url == ""


def test_a_colleague_without_the_desk_sees_their_own_through_it(region: Region, log_in: LogIn) -> None:
    logged(region, "sexual")
    keep(region, "arno", is_shared=True)
    assert len(numbers(log_in("anna"), "/signals/?list=triage&form=sexual")) == 1
    assert numbers(log_in("chris"), "/signals/?list=triage&form=sexual") == []
    assert log_in("chris").get("/signals/").context["bar"].chips == []


def test_the_list_never_opens_with_it_for_the_menu_counts_everything(region: Region, log_in: LogIn) -> None:
    logged(region, "criminal")
    row = keep(region, is_first=True)
    assert not row.is_first
    anna = log_in("anna")
    assert len(numbers(anna, "/signals/")) == 1
    for page in ("/filters/new/?listing=signals&form=sexual", f"/filters/{row.pk}/change/"):
        assert "is_first" not in anna.get(page).context["form"].fields
    changed = anna.post(f"/filters/{row.pk}/change/", {"name": "Anders", "is_first": "on", "version": 1})
    assert changed.status_code == 302
    row.refresh_from_db()
    assert (row.name, row.is_first) == ("Anders", False)


def test_who_reads_no_signals_keeps_no_filter_of_them(region: Region, log_in: LogIn) -> None:
    for name in ("iris", "dina", "joost"):
        with pytest.raises(AccessDenied):
            keep(region, name)
    assert log_in("joost").get("/filters/new/?listing=signals&form=sexual").status_code == 403


def test_an_outdated_value_is_explained_and_filters_nothing(region: Region, log_in: LogIn) -> None:
    found = logged(region, "sexual")
    anna = log_in("anna")
    page = anna.get("/signals/?list=triage&form=never_heard_of")
    assert "is niet meer bekend" in page.content.decode()
    assert numbers(anna, "/signals/?list=triage&form=never_heard_of") == [found.number]
