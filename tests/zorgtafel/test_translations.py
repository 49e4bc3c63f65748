"""Both languages are complete: each English source string has its Dutch, no screen speaks past gettext."""

import ast
import re
from itertools import chain
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
CALLS = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
}
CONTEXT = {"pgettext", "pgettext_lazy"}
SAID = re.compile(r"“[^”]*”")
FAMILIAR = re.compile(r"\b(je|jij|jou|jouw|jullie)\b", re.IGNORECASE)
#: What a young person reads or is asked; everybody else is spoken to as “u”.
TO_THE_YOUNG = {
    "Why did you leave, where were you, with whom, what happened, what would help?",
    "This is a list of the people who looked in your file at the care table.",
}
PLACEHOLDERS = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def catalogue(besides: str = "") -> dict[str, set[tuple[str, ...]]]:
    """Give every Dutch translation (with its plural) by its English source, over all slices but one."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for path in sorted((ROOT / "zorgtafel" / "locale").glob("*/nl/LC_MESSAGES/django.po")):
        if path.parts[-4] == besides:
            continue
        with path.open("rb") as text:
            for message in read_po(text):
                source = message.id[0] if isinstance(message.id, tuple) else message.id
                texts = message.string if isinstance(message.string, tuple) else (message.string,)
                if source and all(texts) and not message.fuzzy:
                    found.setdefault(source, set()).add(texts)
    return found


def python_sources() -> list[tuple[str, str]]:
    """Give (place, source string) of every gettext call in the code."""
    found = []
    for package in ("zorgtafel", "organisations", "cases"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
                    found += [(f"{path.relative_to(ROOT)}:{node.lineno}", text) for text in _literals(node)]
    return found


def template_sources() -> list[tuple[str, str]]:
    """Give (place, source string) of every translate tag in the templates."""
    call = re.compile(
        r"""(?:gettext|ngettext)\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|'''.*?'''|\"\"\".*?\"\"\")""", re.S
    )
    plain = re.compile(r"""_\(("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\)""")
    found = []
    for path in templates():
        text = templatize(path.read_text(), origin=str(path))
        for match in [*call.finditer(text), *plain.finditer(text)]:
            found.append((str(path.relative_to(ROOT)), ast.literal_eval(match.group(1))))
    return found


def templates() -> list[Path]:
    """Give every template."""
    return sorted(p for p in (ROOT / "templates").rglob("*") if p.suffix in {".html", ".txt"})


def test_every_source_string_has_its_dutch() -> None:
    dutch = catalogue()
    missing = sorted(
        {(text, place) for place, text in python_sources() + template_sources() if text not in dutch}
    )
    assert missing == []


def test_translations_keep_the_placeholders() -> None:
    wrong = []
    for source, texts in catalogue().items():
        wanted = set(PLACEHOLDERS.findall(source))
        wrong += [
            (source, text)
            for text in chain(*texts)
            if (found := set(PLACEHOLDERS.findall(text))) != wanted and not found < wanted
        ]
    assert wrong == []


def test_one_source_string_has_one_dutch() -> None:
    assert {source: texts for source, texts in catalogue().items() if len(texts) > 1} == {}


def test_whoever_works_with_it_is_spoken_to_politely_everywhere() -> None:
    """``plain_words`` is the plan that a young person reads."""
    familiar = {
        text
        for source, translations in catalogue(besides="plain_words").items()
        for text in chain.from_iterable(translations)
        if source not in TO_THE_YOUNG and FAMILIAR.search(SAID.sub("", text))
    }
    assert familiar == set()


@pytest.mark.parametrize("path", templates(), ids=lambda p: str(p.relative_to(ROOT / "templates")))
def test_no_template_speaks_past_gettext(path: Path) -> None:
    assert bare_words(path.read_text()) == []


def bare_words(text: str) -> list[str]:
    """Give the words a template would show without translating them."""
    text = re.sub(r"\{%\s*comment.*?endcomment\s*%\}", " ", text, flags=re.S)
    text = re.sub(r"\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}", " ", text, flags=re.S)
    text = re.sub(r"\{#.*?#\}", " ", text)
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", text, flags=re.S)
    spoken = re.findall(r"""\b(?:placeholder|aria-label|title|alt)=(?:"([^"]*)"|'([^']*)')""", text)
    text = re.sub(r"<(script|style|svg|title)\b.*?</\1>", " ", text, flags=re.S)
    text = re.sub(r"<[^>]*>", " ", text, flags=re.S)
    text = re.sub(r"&\w+;", " ", text)
    words = re.findall(r"[^\W\d_]{3,}", text + " " + " ".join("".join(pair) for pair in spoken))
    return [word for word in words if word not in NAMES]


#: Proper names are the same in every language.
NAMES = {"zorgtafel", "Nederlands", "English", "ggdzl"}


def _literals(node: ast.Call) -> list[str]:
    name = node.func.id
    wanted = node.args[:1]
    if name in CONTEXT:
        wanted = node.args[1:2]
    return [arg.value for arg in wanted if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
