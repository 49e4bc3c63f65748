"""Guide: who is here for the first time sees a few steps on the start page, until they are done or put away.

rules.py    which steps has each role? (pure)
closing.py  the act: put the guide away
shown.py    the steps with what is done, from what is really there
"""
