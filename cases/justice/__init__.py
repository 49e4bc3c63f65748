"""What police and justice ask and decide: court dates and bans, requests for information, evidence.

rules.py   which date comes near, how long a reflection period lasts, when an answer is due (pure)
told.py    what somebody writes down, per table, and what is refused
kept.py    the acts: write down, change, end with what came of it
shown.py   what people read about it

A reflection period for foreign victims is another clock than the time to think about a complaint. No image is
ever stored here: of evidence stands where it is and who holds it.
"""
