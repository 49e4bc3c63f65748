"""The grab packs of a few young people: what an institution wrote down before it was needed."""

from datetime import date, timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from cases.demo.tale import Tale
from cases.pack import grab_pack, photo, picture
from cases.pack.grab_pack import Content
from cases.workdays import local_day

#: Numbers of no network, plates that do not exist, streets that stand on no map.
CONTENTS = (
    Content(
        build="Tenger, loopt snel",
        height_cm=162,
        hair="Donkerblond tot op de schouders, vaak een staart",
        eyes="Blauw, soms gekleurde lenzen",
        marks="Klein litteken op de kin, beugel",
        usual_clothes="Wijde grijze trui, zwarte jas, witte gympen",
        phones="00 00 00 00 01 (eigen)\n00 00 00 00 02 (nieuw, gekregen)",
        accounts="zee.noor op de bekende apps",
        places="Station Waterdam, de kade achter het winkelcentrum",
        friends="Jet Molensteen (klasgenoot), en een oudere jongen die zij R. noemt: zorg",
        addresses="Oma, Verzonnenlaan 3 in Polderdam",
        vehicles="Witte kleine auto die haar ophaalt, kenteken DE-MO-01",
        medical_needs="Neemt elke avond medicijnen tegen migraine",
        legal_title="supervision",
        legal_title_note="Tot 1 juli, verlenging is gevraagd",
        guardian="Gezinsvoogd van de gecertificeerde instelling, ook 's nachts via de bereikbare dienst",
        return_to="Groepswoning Het Anker, de nachtdienst haalt zelf op",
    ),
    Content(
        build="Fors, breed in de schouders",
        height_cm=179,
        hair="Zwart, kort geschoren aan de zijkant",
        eyes="Bruin, bril met donker montuur",
        usual_clothes="Trainingspak, donkerblauw",
        phones="00 00 00 00 03",
        places="Sportveld De Dijk",
        friends="Een groep van vier uit de Polderwijk",
        legal_title="placement",
        guardian="Moeder heeft gezag",
        return_to="Groepswoning Het Anker",
    ),
    Content(
        build="Lang en slank",
        height_cm=171,
        hair="Rood, krullen",
        eyes="Grijsgroen",
        marks="Tatoeage van een anker op de linkerpols",
        phones="00 00 00 00 04 (eigen), 00 00 00 00 05 (van haar zus)",
        accounts="liv.kompas",
        medical_needs="Astma: heeft een puffer nodig",
        legal_title="none",
        guardian="Beide ouders",
        return_to="Bij vader, Verzonnenkade 8",
    ),
)
COATS = ("slategray", "navy", "darkolivegreen")


def is_kept(tale: Tale, number: int, *, by: str = "hugo", photo_of_days_ago: int = 60) -> None:
    """Let the institution make the pack of this young person, with a drawn figure for a photo."""
    made = grab_pack.make(tale.case, actor=tale.actor(by), content=CONTENTS[number], now=tale.at)
    taken_on: date = local_day(tale.at) - timedelta(days=photo_of_days_ago)
    drawn = picture.clean(_drawn(number))
    photo.place(made, actor=tale.actor(by), picture=drawn, taken_on=taken_on, now=tale.at)


def _drawn(number: int) -> bytes:
    """Draw a figure without a face, so that nobody can take it for somebody."""
    sheet = Image.new("RGB", (480, 600), "gainsboro")
    pen = ImageDraw.Draw(sheet)
    pen.rounded_rectangle((90, 360, 390, 700), 110, fill=COATS[number])
    pen.rectangle((205, 300, 275, 400), fill="tan")
    pen.ellipse((150, 110, 330, 330), fill="tan")
    pen.chord((140, 90, 340, 300), 180, 360, fill="saddlebrown")
    pen.text((240, 570), "SYNTHETISCH", fill="white", anchor="mm", font_size=34)
    written = BytesIO()
    sheet.save(written, "PNG")
    return written.getvalue()
