"""Safety conditions: what must hold for the safety of all, who watches it, and when somebody looks again.

rules.py      when the next look is, which look counts, what a condition asks of people today (pure)
condition.py  the acts: write one down, agree anew who watches and when, end it with the reason
look.py       the acts: look and write down what was seen; correct a look by another one
watch.py      who may watch, who keeps the agreements, whom a message goes to
reminder.py   tells who watches and who coordinates that the day of a look came
shown.py      what people read about it

They belong to *meldcode*. A look says that a condition does not hold; what follows is decided by people.
"""
