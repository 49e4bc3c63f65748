"""Help and examination after sexual violence: what was offered, when, and whose choice it was.

rules.py     how much of the seven days is left, and what belongs at which age (pure)
track.py     the acts: open a track, correct its moment
step.py      the act: record what was offered, accepted, declined, not possible or done
reminder.py  tells who coordinates when three days and one day are left and nothing stands there
shown.py     what people read about it

Findings, injuries and results stay with the doctor. Nothing here says that anybody waited too long.
"""
