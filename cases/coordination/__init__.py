"""Somebody holds the case: one coordinator and one deputy, never nobody and never twice the same person.

Who held it when stays on record, so that a change of hands leaves no gap between two chairs.
Agreements become actions with an owner organisation and a date that counts down.
An action ends as done or as cancelled with a reason, and may be opened again.
The plan belongs to the young person; the clocks here only tell the adults what is due.
"""
