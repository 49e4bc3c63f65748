"""Safe contact: how to reach a young person without somebody else reading along.

rules.py    may this way be used now? (pure)
way.py      the acts: write a way down, change it, look again, end it
shown.py    what people read about a way
"""
