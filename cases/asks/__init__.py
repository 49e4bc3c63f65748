"""What one organisation asks another about a case, before a day; so that nobody waits for an answer unseen.

rules.py     where a question stands, and when it is reminded of (pure)
ask.py       the acts: ask, accept, answer, decline with a reason, take back
reminder.py  tells who was asked that the day comes near, and who asked that it passed
shown.py     what people read about it

A question belongs to one part of the case: who may not read that part reads neither question nor answer.
"""
