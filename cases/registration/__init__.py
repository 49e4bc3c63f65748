"""Registration at CoMensha: whether somebody agreed to it in writing, and a sheet to fill in their form with.

rules.py     who signs, what can follow what, and when registering may happen (pure)
consent.py   the act: write down what was asked and answered
shown.py     how it stands in words, and what is known here of what the form asks

The registration itself happens at CoMensha and outside this site; nothing is sent from here.
"""
