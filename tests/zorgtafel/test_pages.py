"""The frame, the error pages and every component render completely, also when almost nothing is known."""

import re
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from zorgtafel.styleguide import sample_context, sample_shell

VOID = {"meta", "link", "input", "br", "hr", "img", "path", "circle"}


class Outline(HTMLParser):
    """Collects the ids of a page and the tags that are closed in the wrong order."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.wrong = [], [], []

    def handle_starttag(self, tag, attrs):
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append((tag, self.getpos()))


def outline(text):
    """Return what the parser found in a page."""
    parser = Outline()
    parser.feed(text)
    return parser


@pytest.fixture(params=["nl", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def guide(language):
    return render_to_string(
        "styleguide.html", {**sample_context(), "shell": sample_shell(), "csrf_token": "token"}
    )


@pytest.mark.parametrize("code", [400, 403, 404, 500])
def test_error_pages_need_no_context_at_all(code, language):
    page = render_to_string(f"{code}.html")
    assert f'lang="{language}"' in page
    assert "<h1" in page
    assert "<nav" not in page
    assert outline(page).wrong == []


def test_a_form_without_its_key_gets_its_own_sentence(language):
    assert render_to_string("403.html", {"csrf": True}) != render_to_string("403.html")


def test_every_component_closes_what_it_opens(guide):
    page = outline(guide)
    assert page.wrong == []
    assert page.open == []


def test_ids_are_unique(guide):
    ids = outline(guide).ids
    assert len(ids) == len(set(ids))


def test_every_label_and_description_points_to_something(guide):
    ids = set(outline(guide).ids)
    pointed = re.findall(r'(?:for|aria-labelledby)="([^"]+)"', guide)
    pointed += [name for names in re.findall(r'aria-describedby="([^"]+)"', guide) for name in names.split()]
    assert set(pointed) <= ids


def test_skip_link_is_first_and_search_second(guide):
    stops = re.findall(r"<(?:a|input|button|summary)\b[^>]*>", guide[guide.index("<body") :])
    stops = [stop for stop in stops if 'type="hidden"' not in stop]
    assert "utrecht-skip-link" in stops[0]
    assert 'type="search"' in stops[1]


def test_the_frame_says_for_whom_one_acts_and_that_the_region_is_invented(guide):
    assert guide.count('name="organisation"') == 2
    assert "Gemeente Waterland-Zuid" in guide
    assert 'class="synthetic"' in guide


def test_whoever_is_not_logged_in_gets_no_menu(language):
    page = render_to_string("base.html", {"csrf_token": "token"})
    assert "<nav" not in page
    assert 'name="q"' not in page
    assert 'name="language"' in page


def test_exactly_one_main_heading(guide):
    assert guide.count("<h1") == 1


def test_htmx_keeps_no_page_on_the_device(guide):
    assert '"historyCacheSize": 0' in guide
    assert '"allowEval": false' in guide
