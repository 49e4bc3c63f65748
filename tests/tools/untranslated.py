"""Print what still needs Dutch, as catalogue entries: ``python -m tests.tools.untranslated``."""

from babel.messages.pofile import escape

from tests.zorgtafel.test_translations import catalogue, python_sources, template_sources


def main() -> None:
    """Print one entry per source string without Dutch, with the places that use it."""
    known = catalogue()
    places: dict[str, list[str]] = {}
    for place, text in python_sources() + template_sources():
        if text not in known:
            places.setdefault(text, []).append(place)
    for text, found in sorted(places.items(), key=lambda item: item[1][0]):
        print("#: " + " ".join(found[:3]))
        print(f'msgid "{escape(text)[1:-1]}"' if escape(text).startswith('"') else f"msgid {escape(text)}")
        print('msgstr ""\n')


if __name__ == "__main__":
    main()
