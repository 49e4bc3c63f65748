"""What an answer says: links and forms to go on with, and its text without what differs each time anyway."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

#: Keys that are drawn anew for each page: protection against foreign posts, signatures, request numbers.
DRAWN = re.compile(
    r'(?<="csrfmiddlewaretoken" value=")[^"]+|(?<="X-CSRFToken": ")[^"]+'
    r'|(?<=print-mark">)[^<]+|(?<=name="idempotency" value=")[^"]+|(?<=name="typed_by" value=")[^"]+'
    r"|(?:%3A|:)[\w-]{6}(?:%3A|:)[\w-]{43}"
    r"|[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}"
)
LINK = re.compile(r'(?:href|action|hx-get|data-url)="(/[^"#]*)')
OPTION = re.compile(r'<option value="([^"]+)"')
NUMBERS = re.compile(r"[A-Z]-\d\d-[0-9A-Z]{5,7}")
#: What was asked for and may be repeated in the answer: numbers, pseudonyms, planted words.
SAID = re.compile(r"[A-Z]-\d\d-[0-9A-Z]{5,7}|Jongere \d\d-\d+|zqvxjk[0-9a-v]{4}")
GET_FORM = re.compile(r'<form[^>]*method="get".*?</form>', re.DOTALL)
SELECT = re.compile(r'<select[^>]*name="([^"]+)".*?</select>', re.DOTALL)


def plain(text: str) -> str:
    """Give a page without what is drawn anew each time: two plain pages can be compared."""
    return DRAWN.sub("drawn", text)


def questions(text: str) -> list[str]:
    """Give the addresses with a question mark that a page leads to: filters, older pages, other views."""
    found = {unescape(link) for link in LINK.findall(text) if "?" in link}
    return sorted(link for link in found if not link.startswith(("/account/", "//")))


def choices(path: str, text: str) -> list[str]:
    """Give the addresses of the filters of a page, one choice at a time."""
    found = []
    for form in GET_FORM.findall(text):
        for select in SELECT.finditer(form):
            options = [unescape(value) for value in OPTION.findall(select[0])]
            found += [f"{path}?{select[1]}={value}" for value in options[:4]]
    return found


@dataclass
class Form:
    """A form as a browser would send it."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    empty: dict[str, str] = field(default_factory=dict)  # name -> kind, of what has to be filled in
    names: set[str] = field(default_factory=set)  # every field on it, also one that is left empty

    def sent(self) -> dict[str, list[str]]:
        """Give what a browser would send, with something in every field that asks for it."""
        filled = {name: [FILLS.get(kind, "Proef")] for name, kind in self.empty.items()}
        return {**filled, **self.fields}


FILLS = {"number": "1", "date": "2026-12-01", "time": "09:30", "datetime-local": "2026-11-01T09:30"}


class _Reader(HTMLParser):
    """Collects the forms of a page that change something."""

    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select: tuple[str, bool] | None = None
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Follow a tag."""
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            is_post = told.get("method", "").lower() == "post"
            self._form = Form(told.get("action") or self.path) if is_post else None
        elif self._form is not None and "disabled" not in told:
            self._field(tag, told)

    def handle_endtag(self, tag: str) -> None:
        """Follow the end of a tag."""
        if tag == "form" and self._form is not None:
            self.forms.append(self._form)
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        """Keep what stands in a text field."""
        if self._form is not None and self._area and data.strip():
            self._form.fields[self._area] = [data]

    def _field(self, tag: str, told: dict[str, str]) -> None:
        name = told.get("name", "")
        if name:
            self._form.names.add(name)
        if tag == "select":
            self._select = (name, "multiple" in told)
        elif tag == "option" and self._select:
            self._option(told)
        elif tag == "textarea" and name:
            self._area = name
            self._form.empty[name] = "text"
        elif tag == "input" and name:
            self._input(name, told)
        elif tag == "button" and name and told.get("type", "submit") == "submit":
            self._form.fields.setdefault(name, [told.get("value", "")])

    def _option(self, told: dict[str, str]) -> None:
        name, _many = self._select
        if not name or not told.get("value"):
            return
        if "selected" in told:
            self._form.fields[name] = [told["value"]]
        else:
            self._form.fields.setdefault(name, [told["value"]])

    def _input(self, name: str, told: dict[str, str]) -> None:
        kind = told.get("type", "text")
        if kind in {"radio", "checkbox"}:
            chosen = "checked" in told
            value = told.get("value", "on")
            if chosen and kind == "checkbox":
                self._form.fields.setdefault(name, []).append(value)
            elif chosen or (kind == "radio" and name not in self._form.fields):
                self._form.fields[name] = [value]
            elif "required" in told:
                self._form.fields.setdefault(name, [value])
        elif told.get("value"):
            self._form.fields[name] = [told["value"]]
        elif kind != "hidden":
            self._form.empty[name] = kind


def forms(path: str, text: str) -> list[Form]:
    """Give the forms of a page that change something, without those of the frame around it."""
    reader = _Reader(path)
    reader.feed(text)
    return [form for form in reader.forms if not form.action.startswith(FRAME)]


#: Forms that stand on every page; they are walked once, by their own address.
FRAME = ("/account/", "/acting/", "/language/", "/search/")
