"""Pages on which somebody keeps filters. The filters themselves stand above the lists."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.filters import kept, shown
from cases.filters.choices import LISTS
from cases.filters.forms import KeepForm, NamedForm
from cases.filters.models import SavedFilter
from cases.filters.rules import OPENS, Listing, question
from organisations.acts import Act
from organisations.views import record_page
from zorgtafel.forms import VersionedForm, form_for, submit

LABELS = dict(LISTS)
LIST = "/filters/"
NAMED = ("name", "is_shared", "is_first")


@performs(Act.READ_INBOX)
@require_safe
def filters(request: HttpRequest) -> HttpResponse:
    """Show what this person keeps."""
    rows = list(kept.own(request.actor).order_by("listing", "name", "pk"))
    record_page(request, "filters", act=Act.READ_INBOX, shown=len(rows))
    cards = [(row, shown.address(Listing(row.listing), row.asked)) for row in rows]
    return render(request, "cases/filters/list.html", {"cards": cards})


@performs(Act.READ_INBOX)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a name for what the address asks of a list."""
    given = request.GET.copy()
    typed = {"listing": given.pop("listing", [""])[-1], "asked": given.urlencode()}
    form = form_for(request, KeepForm, initial=typed)
    listing = _listing(request, form["listing"].value())
    asked = question(listing, QueryDict(form["asked"].value() or "").dict())
    _ask_of(form, listing)

    def perform(values: dict[str, Any]) -> str:
        named = kept.Named(**{name: values[name] for name in NAMED if name in values})
        row = kept.keep(listing, asked, named, actor=request.actor, now=request.now)
        return shown.address(listing, row.asked)

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Saved. The filter stands above the list."))
        return done
    record_page(request, "filter_new", act=Act.READ_INBOX)
    context = {"form": form, "list": LABELS[listing.value], "back": shown.address(listing, asked)}
    return render(request, "cases/filters/filter.html", {**context, "is_new": True}, status=form.status)


@performs(Act.READ_INBOX)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for another name, for sharing, and whether the list opens with it."""
    row = _find(request, pk)
    known = {name: getattr(row, name) for name in ("name", "is_shared", "is_first", "version")}
    form = form_for(request, NamedForm, initial=known)
    _ask_of(form, Listing(row.listing))

    def perform(values: dict[str, Any]) -> str:
        version = values.pop("version")
        named = kept.Named(**values)
        kept.change(row, named, actor=request.actor, version=version, now=request.now)
        return LIST

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Saved."))
        return done
    record_page(request, "filter_change", act=Act.READ_INBOX, on=row)
    context = {"form": form, "list": LABELS[row.listing], "back": LIST, "stale": getattr(form, "stale", None)}
    return render(request, "cases/filters/filter.html", context, status=form.status)


@performs(Act.READ_INBOX)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether a filter must go."""
    row = _find(request, pk)
    form = form_for(request, VersionedForm, initial={"version": row.version})

    def perform(values: dict[str, Any]) -> str:
        kept.throw_away(row, actor=request.actor, version=values["version"], now=request.now)
        return LIST

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("The filter is gone."))
        return done
    record_page(request, "filter_end", act=Act.READ_INBOX, on=row)
    context = {"form": form, "row": row, "stale": getattr(form, "stale", None)}
    return render(request, "cases/filters/end.html", context, status=form.status)


def _ask_of(form: VersionedForm, listing: Listing) -> None:
    """Leave out a question that this list has no answer to."""
    if listing not in OPENS:
        del form.fields["is_first"]


def _listing(request: HttpRequest, named: str | None) -> Listing:
    """Give the list that is meant.

    Raises:
        AccessDenied: there is no such list for this person.
    """
    try:
        listing = Listing(named or "")
    except ValueError:
        raise gate.not_found("", act=Act.READ_INBOX) from None
    request.actor.demand(kept.NEEDS[listing])
    return listing


def _find(request: HttpRequest, pk: int) -> SavedFilter:
    """Give an own filter.

    Raises:
        AccessDenied: it is of somebody else, was thrown away, or does not exist.
    """
    found = kept.own(request.actor).filter(pk=pk).first()
    if found is None:
        raise gate.not_found(str(pk), act=Act.READ_INBOX)
    return found
