"""The catalogues that the screens speak from, compiled without gettext's own tools."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_stale(folder: Path) -> list[Path]:
    """Compile every ``.po`` under a folder whose ``.mo`` is missing or older; return what was compiled."""
    return [_compile(source) for source in sorted(folder.glob("*/LC_MESSAGES/*.po")) if _is_stale(source)]


def _is_stale(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path) -> Path:
    """Write beside the target first: a reader (or a second compiler) never meets half a file."""
    target = source.with_suffix(".mo")
    fresh = target.with_suffix(".mo.new")
    with source.open("rb") as text, fresh.open("wb") as binary:
        write_mo(binary, read_po(text))
    fresh.replace(target)
    return target
