"""What people read for the coded values of a case: value and translatable label.

Pairs instead of enum members, because enum members leak into migrations.
"""

from django.utils.translation import gettext_lazy as _

FORMS_OF_CONCERN = [
    ("sexual", _("Sexual exploitation")),
    ("labour", _("Labour exploitation")),
    ("criminal", _("Criminal exploitation")),
    ("organ", _("Forced organ removal")),
    ("other", _("Another form of exploitation")),
    ("unknown", _("Not known (yet)")),
]

AGE_BANDS = [
    ("under_12", _("Under 12")),
    ("12_15", _("12 to 15")),
    ("16_17", _("16 or 17")),
    ("18_22", _("18 to 22")),
    ("23_plus", _("23 or older")),
    ("unknown", _("Age not known")),
]

CASE_STATUSES = [("open", _("Open")), ("stepped_down", _("Stepped down")), ("closed", _("Closed"))]

MARK_KINDS = [
    ("name", _("Name")),
    ("sound", _("How the name sounds")),
    ("born", _("Date of birth")),
    ("phone", _("Phone number")),
    ("plate", _("Number plate")),
    ("address", _("Address")),
]

URGENCIES = [("acute", _("Acute")), ("urgent", _("Urgent")), ("normal", _("Normal"))]

SIGNAL_STATUSES = [
    ("received", _("Received")),
    ("under_investigation", _("Under investigation")),
    ("verified", _("Verified")),
    ("established", _("Established")),
    ("classified", _("Classified")),
    ("fed_back", _("Fed back")),
    ("not_substantiated", _("Not substantiated")),
]

SIGNAL_CHANNELS = [
    ("professional", _("Professional with an account")),
    ("parent", _("Parent or other family")),
    ("bystander", _("Friend, neighbour or passer-by")),
    ("hospitality", _("Somebody of a hotel, restaurant or taxi")),
    ("school", _("Somebody of a school")),
    ("doctor", _("GP or another doctor")),
    ("regional_desk", _("Regional reporting desk")),
    ("veilig_thuis", _("Veilig Thuis")),
    ("watch_nederland", _("Watch Nederland")),
    ("comensha", _("CoMensha")),
    ("meld_misdaad_anoniem", _("Meld Misdaad Anoniem")),
    ("sexual_assault_centre", _("Centrum Seksueel Geweld")),
    ("police", _("Police")),
]

SIGNAL_SUBJECTS = [
    ("young_person", _("A young person")),
    ("suspect", _("A possible suspect")),
    ("place", _("A place")),
    ("phone", _("A phone number")),
    ("plate", _("A number plate")),
    ("nobody", _("Nobody named")),
]

KNOWLEDGE = [
    ("first_hand", _("I saw or heard it myself")),
    ("second_hand", _("Somebody told me")),
    ("inferred", _("I infer it from other things")),
]

#: Own wording; which list they are on since when, and from which sources, stands in
#: ``cases/intake/indicator_rules.py``. The words of a code never change: other words are another code.
INDICATORS = [
    ("several_phones", _("Has several phones or must always be reachable")),
    ("sudden_goods", _("Suddenly has expensive things or cash")),
    ("sudden_debts", _("Suddenly has debts")),
    ("picked_up", _("Is picked up or brought by car or scooter")),
    ("waited_for", _("Somebody waits outside school or home")),
    ("older_contacts", _("Has older or controlling contacts")),
    ("secret_contacts", _("Has many new contacts and is secretive about them")),
    ("isolation", _("Drops friends, is getting isolated")),
    ("absence", _("Is absent without explanation or drops out of school")),
    ("late_home", _("Comes home late or not, or is far from the own area")),
    ("hotel", _("Hotel rooms or holiday parks")),
    ("running_away", _("Runs away")),
    ("exhaustion", _("Is exhausted or loses weight")),
    ("injuries", _("Injuries or self-harm")),
    ("tattoo", _("A new tattoo, such as a name")),
    ("substance_use", _("Uses alcohol or drugs")),
    ("changed_norms", _("Talks differently about sex, money or crime")),
    ("avoidance", _("Avoids the subject, is afraid to talk")),
    ("psychosomatic", _("Headaches, stomach aches, bad sleep")),
    ("carries_for_others", _("Carries or stores things or money for others")),
    ("images_pressure", _("Is put under pressure with images, or works before a webcam")),
    ("lends_account", _("Lends a bank account or card to others")),
    ("steals_on_order", _("Steals on order, or has things with the tags still on")),
    ("drugs_errands", _("Fetches or brings drugs, or is often at such places")),
    ("explosives", _("Handles heavy fireworks, or is asked to place explosives")),
    ("underpaid", _("Gets no wages or far too little, or works off a debt")),
    ("long_hours", _("Works far too many hours or at night, without days off")),
    ("lives_at_work", _("Lives at the work or with the boss, with too many people")),
    ("intimidated_at_work", _("Is afraid of the boss, or had papers or phone taken")),
    ("begging", _("Begs or sells in the street for others")),
    ("domestic_servitude", _("Does the household of others and may not leave the house")),
    ("forced_marriage", _("Is to be married against the own will")),
]

SIGN_SAYS = [("seen", _("It was noticed")), ("opposite", _("The opposite was noticed"))]

ACTION_STATUSES = [("open", _("Open")), ("done", _("Done")), ("cancelled", _("Cancelled"))]

MELDCODE_PROFILES = [
    ("general", _("General")),
    ("education", _("Education")),
    ("attendance", _("School attendance")),
    ("health", _("Health care (KNMG)")),
    ("youth_help", _("Youth help")),
    ("neighbourhood_team", _("Neighbourhood team")),
    ("youth_protection", _("Youth protection")),
    ("justice", _("Justice")),
    ("childcare", _("Childcare")),
]

MELDCODE_STEPS = [
    (1, _("Map the signals")),
    (2, _("Consult a colleague")),
    (3, _("Talk with those concerned")),
    (4, _("Weigh the violence")),
    (5, _("Decide")),
]

STEP_STATUSES = [
    ("not_started", _("Not started")),
    ("running", _("Running")),
    ("done", _("Done")),
    ("skipped", _("Skipped with a reason")),
]

COLOURS = [("green", _("Green")), ("orange", _("Orange")), ("red", _("Red"))]

EPISODE_STATUSES = [
    ("running", _("Still missing")),
    ("found", _("Found")),
    ("closed", _("Closed")),
    ("withdrawn", _("Withdrawn")),
]

#: Where a young person was seen last or found: what kind of place, for patterns without an address.
PLACE_KINDS = [
    ("home", _("At home or with family")),
    ("care", _("In youth care or a foster family")),
    ("school", _("At school or at work")),
    ("known", _("With somebody they know")),
    ("stranger", _("In the house of somebody else")),
    ("stay", _("A hotel, holiday park or rented room")),
    ("transport", _("A station, a stop or on the way")),
    ("public", _("In the street, a shop or a park")),
    ("abroad", _("Abroad")),
    ("other", _("Another kind of place")),
]

CALL_STATES = [
    ("waiting", _("Has not answered yet")),
    ("acknowledged", _("Acknowledged")),
    ("nobody_reachable", _("Nobody reachable")),
    ("quiet", _("Not called any more by itself")),
    ("ended", _("Ended")),
]

PATTERN_OUTCOMES = [("proposed", _("Proposed for the agenda")), ("declined", _("Not for the agenda"))]

AGENDA_PROPOSALS = [
    ("waiting", _("Waits for the chair")),
    ("placed", _("On the agenda")),
    ("set_aside", _("Set aside")),
]

ASKED_ANSWERS = [
    ("waiting", _("Waits for an answer")),
    ("accepted", _("Accepted")),
    ("refused", _("Refused")),
    ("withdrawn", _("Withdrawn")),
]

POLICE_TOLD = [("no", _("No")), ("not_yet", _("Not yet")), ("yes", _("Yes"))]

MEETING_STATUSES = [
    ("planned", _("Planned")),
    ("running", _("Running")),
    ("held", _("Held")),
    ("cancelled", _("Cancelled")),
]

CORRECTION_ABOUT = [
    ("discussed", _("What was said")),
    ("decided", _("A decision, or who was there")),
]

#: What is typed in the forms of an item while a meeting goes on.
ITEM_FORMS = [
    ("attendance", _("Who is there")),
    ("discussed", _("What was discussed")),
    ("decision", _("A decision")),
]

ATTENDANCE = [
    ("present", _("Present")),
    ("late", _("Came later")),
    ("absent", _("Absent")),
    ("declined", _("Declined")),
]

DELIVERY_CHANNELS = [
    ("inbox", _("Inbox")),
    ("mail", _("E-mail")),
    ("sms", _("Text message")),
    ("push", _("Notification on a device")),
]

HOLDS = [("quiet", _("Quiet hours")), ("digest", _("Daily digest"))]

DELIVERY_STATES = [
    ("queued", _("Waiting to be sent")),
    ("sent", _("Sent")),
    ("failed", _("Failed")),
    ("cancelled", _("No longer needed")),
]
