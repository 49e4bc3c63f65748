"""A page as a browser sees it: the fields of its last form with what stands in them."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    """Collects what a browser would send of each form on a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[dict[str, list[str]]] = []
        self.names: set[str] = set()
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Follow a tag."""
        told = {name: value or "" for name, value in attrs}
        name = told.get("name", "")
        self._area = name if tag == "textarea" else ""
        if tag == "form":
            self.forms.append({})
        elif tag == "textarea":
            self.forms[-1][name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in told:
            self.forms[-1][self._select] = [told.get("value", "")]
        elif tag == "input" and name and self.forms:
            self.names.add(name)
            if told.get("type") not in {"radio", "checkbox"} or "checked" in told:
                self.forms[-1].setdefault(name, []).append(told.get("value", ""))

    def handle_data(self, data: str) -> None:
        """Keep what stands in a text field; the first line end belongs to the tag."""
        if self._area:
            self.forms[-1][self._area] = [data.removeprefix("\n").removeprefix("\r\n")]

    def handle_endtag(self, tag: str) -> None:
        """Follow the end of a tag."""
        self._area = ""


def form_on(page: str, having: str = "version") -> dict[str, list[str]]:
    """Give what a browser would send of the form on a page that has a field called ``having``."""
    reader = _Fields()
    reader.feed(page)
    return next(form for form in reader.forms if having in form)


def questions_on(page: str) -> list[str]:
    """Give the fields for which a page asks what stays."""
    reader = _Fields()
    reader.feed(page)
    return sorted(name.removeprefix("pick-") for name in reader.names if name.startswith("pick-"))
