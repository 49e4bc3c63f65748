"""A grab pack for the tests: what Hugo's institution keeps about Noor, and photos that nobody is on."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from cases.casefile.models import Case
from cases.pack import grab_pack, photo, picture
from cases.pack.grab_pack import Content
from cases.pack.models import GrabPack
from tests.cast import Region

CONTENT = Content(
    build="Slank, loopt licht voorover",
    height_cm=168,
    hair="Kastanjebruin, halflang",
    eyes="Groen",
    marks="Litteken boven linkerwenkbrauw",
    usual_clothes="Gele regenjas",
    phones="06 12 34 56 78\n+31 (0)6-87654321 (oud)",
    accounts="noor.zeegras op een app",
    places="Skatebaan bij de sluis",
    friends="Mees Kwelder, Waterdam",
    addresses="Tante, Dijkweg 9 in Polderdam",
    vehicles="Rode scooter, DEMO-01",
    medical_needs="Epipen in het jaszakje",
    legal_title="supervision",
    legal_title_note="Tot 1 maart 2027",
    guardian="Gezinsvoogd Lotte",
    return_to="Het Anker, Kade 4, nachtdienst",
)
#: A word of each field that must not turn up with anybody who may not read the pack.
WORDS = ("Kastanjebruin", "Litteken", "regenjas", "87654321", "Skatebaan", "Kwelder", "Epipen", "DEMO-01")


def drawn(kind: str = "JPEG", *, size: tuple[int, int] = (480, 640), **options: Any) -> bytes:
    """Give the bytes of a drawn silhouette: a dark head above a lighter body, so that up and down show."""
    sheet = Image.new("RGB", size, "white")
    pen, (wide, high) = ImageDraw.Draw(sheet), size
    pen.rectangle((0, high // 2, wide, high), fill="skyblue")
    pen.ellipse((wide // 3, high // 8, wide * 2 // 3, high // 2), fill="black")
    written = BytesIO()
    sheet.save(written, kind, **options)
    return written.getvalue()


def keep_pack(region: Region, case: Case, *, name: str = "hugo", days_ago: int = 0) -> GrabPack:
    """Let somebody of an institution make the pack, with a photo."""
    then = region.now - timedelta(days=days_ago)
    actor = region.actor(name)
    made = grab_pack.make(case, actor=actor, content=CONTENT, now=then)
    taken_on = date(2026, 9, 1) if days_ago == 0 else then.date()
    return photo.place(made, actor=actor, picture=picture.clean(drawn()), taken_on=taken_on, now=then)
