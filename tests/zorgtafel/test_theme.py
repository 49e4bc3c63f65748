"""The look holds together: vendored files are as listed, variables have values, nothing is inline."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "zorgtafel" / "static"
VENDOR = STATIC / "vendor"
THEME = STATIC / "theme"
TEMPLATES = ROOT / "templates"

PAGES = sorted(TEMPLATES.rglob("*.html"))
STYLES = sorted(THEME.glob("*.css"))

# A variable that nothing can stand in for: var(--name) without a second value.
NEEDED = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
DEFINED = re.compile(r"(?:^|[{;\s])(--[\w-]+)\s*:")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")


def stripped(path: Path) -> str:
    """Return a style sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)


def used_words() -> set[str]:
    """Return every word of the templates and form code that could be a class."""
    files = [*PAGES, ROOT / "zorgtafel" / "rendering.py"]
    return {word for path in files for word in re.findall(r"[\w-]+", path.read_text())}


def defined_variables() -> set[str]:
    """Return the variables that the theme, or a component for itself, gives a value."""
    return {name for path in [*STYLES, VENDOR / "utrecht.css"] for name in DEFINED.findall(stripped(path))}


def used_component_rules() -> list[tuple[str, str]]:
    """Return selector and declarations of each vendored rule that reaches a class we use."""
    words = used_words()
    rules = RULE.findall(stripped(VENDOR / "utrecht.css").replace("@layer utrecht {", ""))
    return [
        (selector.strip(), body)
        for selector, body in rules
        if any(set(CLASS.findall(part)) <= words for part in selector.split(","))
    ]


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` (WCAG 2.2, definition of relative luminance)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, definition of contrast ratio)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def tokens() -> dict[str, str]:
    """Return the plain colours of the theme by name."""
    return dict(re.findall(r"--zt-([\w-]+):\s*(#[0-9a-f]{6});", stripped(THEME / "tokens.css")))


def test_vendored_files_are_the_listed_ones():
    lines = (VENDOR / "SHA256SUMS").read_text().splitlines()
    listed = dict(reversed(line.split("  ")) for line in lines)
    present = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name not in {"SHA256SUMS", "README.md"}
    }
    assert listed == present


def test_every_vendored_package_is_listed_with_a_free_licence():
    rows = re.findall(r"^\| (\S+) \| ([\d.]+) \| (\S+) \|$", (VENDOR / "README.md").read_text(), re.MULTILINE)
    assert {name for name, _version, _licence in rows} >= {"htmx.org", "@utrecht/button-css"}
    assert {licence for _name, _version, licence in rows} <= {"EUPL-1.2", "0BSD"}
    assert (VENDOR / "utrecht" / "LICENSE.md").is_file()
    assert (VENDOR / "htmx" / "LICENSE").is_file()


def test_component_rules_are_found_at_all():
    """Guards the tests below against a pattern that finds nothing."""
    selectors = " ".join(selector for selector, _body in used_component_rules())
    assert ".utrecht-button--primary-action" in selectors
    assert ".utrecht-textbox" in selectors


def test_every_variable_of_a_used_component_has_a_value():
    defined = defined_variables()
    missing = {name for _selector, body in used_component_rules() for name in NEEDED.findall(body)} - defined
    assert missing == set()


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_every_variable_of_the_theme_has_a_value(path):
    assert set(NEEDED.findall(stripped(path))) - defined_variables() == set()


@pytest.mark.parametrize(
    ("text", "background"),
    [
        ("ink", "paper"),
        ("ink", "surface"),
        ("ink", "sunken"),
        ("muted", "paper"),
        ("muted", "surface"),
        ("muted", "sunken"),
        ("muted", "petrol-50"),
        ("petrol-700", "surface"),
        ("petrol-700", "paper"),
        ("petrol-800", "petrol-100"),
        ("petrol-100", "petrol-900"),
        ("surface", "petrol-700"),
        ("surface", "danger"),
        ("accent", "paper"),
        ("ink", "sun"),
        ("neutral", "neutral-soft"),
        ("danger", "danger-soft"),
        ("danger", "surface"),
        ("danger", "paper"),
        ("warning", "warning-soft"),
        ("warning", "paper"),
        ("ok", "ok-soft"),
        ("info", "info-soft"),
    ],
)
def test_text_can_be_read(text, background):
    """WCAG 2.2, 1.4.3: at least 4.5 : 1."""
    colours = tokens()
    assert contrast(colours[text], colours[background]) >= 4.5


@pytest.mark.parametrize("background", ["surface", "paper"])
def test_borders_of_controls_can_be_seen(background):
    """WCAG 2.2, 1.4.11: at least 3 : 1."""
    colours = tokens()
    assert contrast(colours["line-strong"], colours[background]) >= 3


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_page_carries_inline_code_or_a_foreign_address(path):
    text = path.read_text()
    assert not re.search(r"<style\b", text)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"\shx-on", text)
    assert not re.search(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", text)
    assert "javascript:" not in text


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_no_style_sheet_fetches_from_elsewhere(path):
    assert not re.search(r"url\(\s*[\"']?(?:https?:)?//|@import", path.read_text())


def test_the_script_keeps_nothing_on_the_device_and_writes_no_markup():
    """Devices at a care table are shared: what somebody typed may not stay behind."""
    text = (STATIC / "js" / "zorgtafel.js").read_text()
    for word in ("localStorage", "sessionStorage", "indexedDB", "innerHTML", "eval(", "document.cookie"):
        assert word not in text
