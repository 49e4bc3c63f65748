"""The young person's own plan: one page in plain words, to read together and to take home.

rules.py   words that hurt or that nobody understands (pure)
plan.py    the act: write the plan, or change it
"""
