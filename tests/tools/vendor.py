"""Fetch the third-party style and script files that the site serves, and write down what they are.

Run ``python -m tests.tools.vendor`` from the top folder to fetch everything in ``PACKAGES`` again; npm is
needed for that and only for that. The files are committed, so running the site never needs Node or a network.
"""

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[2] / "zorgtafel" / "static" / "vendor"

# The versions that @utrecht/component-library-css 9.0.4 pins together; component CSS only. The token packages
# of Utrecht and of the State are proprietary, so our own tokens live in static/theme/tokens.css.
UTRECHT = {
    "alert": "3.0.1",
    "blockquote": "2.0.1",
    "button": "3.1.0",
    "checkbox": "2.0.1",
    "data-badge": "2.0.1",
    "data-list": "2.0.1",
    "form-field": "2.0.1",
    "form-field-description": "2.0.1",
    "form-field-error-message": "2.0.1",
    "form-fieldset": "2.0.1",
    "form-label": "2.0.1",
    "heading-1": "2.0.1",
    "heading-2": "2.0.1",
    "heading-3": "2.0.1",
    "heading-4": "2.0.1",
    "link": "2.0.1",
    "number-badge": "3.0.1",
    "paragraph": "3.0.1",
    "radio-button": "2.0.1",
    "select": "2.0.1",
    "skip-link": "2.0.1",
    "table": "2.0.2",
    "textarea": "3.0.1",
    "textbox": "3.1.0",
    "unordered-list": "2.0.1",
}

# npm package -> (version, file in the package -> file in our folder)
PACKAGES = {
    f"@utrecht/{name}-css": (version, {"dist/index.css": f"utrecht/{name}.css"})
    for name, version in UTRECHT.items()
} | {"htmx.org": ("2.0.11", {"dist/htmx.min.js": "htmx/htmx.min.js"})}

#: Licence text of each family, copied once: the texts are the same in every package of the family.
LICENCES = {"@utrecht/button-css": "utrecht/LICENSE.md", "htmx.org": "htmx/LICENSE"}


def unpack(package: str, version: str, into: Path) -> Path:
    """Let npm download and verify one package and return the folder with its files."""
    packed = subprocess.run(
        ["npm", "pack", "--json", "--silent", f"{package}@{version}"],
        cwd=into,
        check=True,
        capture_output=True,
        text=True,
    )
    archive = into / json.loads(packed.stdout)[0]["filename"]
    target = into / package.replace("/", "-")
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter="data")
    return target / "package"


def fetch(package: str, version: str, files: dict[str, str]) -> tuple[str, str, str]:
    """Copy the named files of one package and return its name, version and declared licence."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = unpack(package, version, Path(scratch))
        for source, target in files.items():
            place(folder / source, VENDOR / target)
        if package in LICENCES:
            licence = next(path for path in sorted(folder.iterdir()) if path.name.startswith("LICENSE"))
            place(licence, VENDOR / LICENCES[package])
        return package, version, json.loads((folder / "package.json").read_text())["license"]


def place(source: Path, target: Path) -> None:
    """Copy one file, making its folder when needed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def bundle() -> str:
    """Join the component files into one style sheet inside a cascade layer, so that the theme always wins."""
    parts = [
        "/* Made by tests/tools/vendor.py from the files in utrecht/; EUPL-1.2, see utrecht/LICENSE.md */"
    ]
    parts.append("@layer utrecht {")
    for name in sorted(UTRECHT):
        text = (VENDOR / "utrecht" / f"{name}.css").read_text()
        parts.append(text.replace('@charset "UTF-8";', "").strip())  # not allowed inside a layer
    return "\n".join([*parts, "}", ""])


def checksums() -> str:
    """Return one line ``<sha256>  <path>`` for every vendored file, sorted by path."""
    files = sorted(path for path in VENDOR.rglob("*") if path.is_file() and path.parent != VENDOR)
    files.append(VENDOR / "utrecht.css")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(VENDOR)}" for path in files]
    return "\n".join(lines) + "\n"


def readme(rows: list[tuple[str, str, str]]) -> str:
    """Return the page that lists what is here, which version, and under which licence."""
    table = "\n".join(f"| {package} | {version} | {licence} |" for package, version, licence in rows)
    return (
        "# Vendored files\n\n"
        "Style and script files made by others, served from our own host. Do not edit them: change the\n"
        "list in `tests/tools/vendor.py` and run `python -m tests.tools.vendor` (needs npm; running the\n"
        "site does not). `SHA256SUMS` holds a checksum per file, verified by\n"
        "`tests/zorgtafel/test_theme.py`. `utrecht.css` is the component files in one cascade layer; the\n"
        "originals stay beside it in `utrecht/`. Only component CSS is used: the design tokens (colours,\n"
        "sizes, type) are our own, in `static/theme/tokens.css`.\n\n"
        f"| package | version | licence |\n|---|---|---|\n{table}\n"
    )


def main() -> None:
    """Fetch everything, then write the bundle, the list and the checksums."""
    for family in ("utrecht", "htmx"):
        shutil.rmtree(VENDOR / family, ignore_errors=True)
    rows = [fetch(package, version, files) for package, (version, files) in PACKAGES.items()]
    (VENDOR / "utrecht.css").write_text(bundle())
    (VENDOR / "README.md").write_text(readme(rows))
    (VENDOR / "SHA256SUMS").write_text(checksums())


if __name__ == "__main__":
    main()
