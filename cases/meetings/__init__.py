"""The care table meets: an agenda of cases, and per item who was in the room.

Each organisation hears and takes home only the items it was invited to and admitted for.
A decision becomes an action with an owner organisation and a date, or it is not yet a decision.
Minutes are lists of decisions and actions, not a record of every word.
A meeting that is called off keeps its reason, and may be planned again.
"""
