"""What a young person told: literally, apart from what anybody makes of it, and with who asked what.

Helpers can spoil a later statement to the police by how they ask. Nothing here is blocked; words are kept
so that police and prosecution can see who asked what, when, and who was there.

rules.py     hints about a question (pure)
account.py   the act: write down a talk
shown.py     what people read: the accounts, their hints, and the list for the prosecutor
"""
