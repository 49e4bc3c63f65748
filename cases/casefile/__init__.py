"""The file itself: the young person behind a pseudonym, and who takes part in the case and why.

An organisation is admitted with a purpose, a legal ground, compartments and a period, and with nothing else.
People are named on the case when they need to know; notes are appended and corrected, never rewritten.
The timeline merges what happened in every slice into the one story that the table shares.
A case gets a number and a pseudonym; the name lives in a compartment of its own.
A closed file is kept as long as the covenant says, no longer, and never shorter while a legal hold stands.
"""
