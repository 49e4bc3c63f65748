"""One view answers with the page or with its part, and says so to every cache."""

import pytest
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.test import RequestFactory

from zorgtafel.htmx import refuse_unless_htmx, render_page

PART = "components/empty.html"
PAGE = "404.html"


def ask(**headers):
    return render_page(RequestFactory().get("/", headers=headers), PAGE, PART, {"title": "Nothing here"}, 422)


def test_a_browser_gets_the_page():
    assert b"<!DOCTYPE html>" in ask().content


def test_htmx_gets_the_part():
    answer = ask(**{"HX-Request": "true"})
    assert b"Nothing here" in answer.content
    assert b"<html" not in answer.content


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_a_boosted_link_or_a_way_back_gets_the_page(header):
    assert b"<!DOCTYPE html>" in ask(**{"HX-Request": "true", header: "true"}).content


def test_status_and_vary_are_set():
    answer = ask()
    assert answer.status_code == 422
    assert "HX-Request" in answer["Vary"]


def test_a_part_cannot_be_opened_as_a_page():
    view = refuse_unless_htmx(lambda request: HttpResponse("part"))
    assert view(RequestFactory().get("/", headers={"HX-Request": "true"})).content == b"part"
    with pytest.raises(BadRequest):
        view(RequestFactory().get("/"))
