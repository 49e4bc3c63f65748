"""May I share this? Three questions that say when sharing is allowed, and keep the reasoning.

People share too little out of fear and too much by accident. There is no "no" here: the answer is may, may
with a reason, or ask first, and whom.

rules.py       the three questions (pure)
reasoning.py   the act: keep an answer with its reasoning
"""
