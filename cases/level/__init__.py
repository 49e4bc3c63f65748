"""How high a case is taken, and how grave people judge it: facts and words, never a number.

rules.py      the ladder, what a judgement must hold, when it is looked at again (pure)
step.py       the act: a step up or down, with reason, date, who decided and who was told
judgement.py  the act: judge in words, until a day on which it is looked at again
reminder.py   tells who coordinates that a judgement waits for a new look
shown.py      what people read about it

Steps belong to *core*, judgements to *signals*. Nothing here is added up, sorted or coloured by gravity.
"""
