"""Contact with police and justice: which unit, why, what was given and received, and on what ground.

The complaint track has "not yet" as a normal state, because not every young person wants or needs one.
Where a statement may follow, the screen helps a worker to listen without steering what is remembered.
The forensic clocks say whom to call now; they never tell anyone that they waited too long.
Medical findings stay with the doctor: only what was offered, accepted and when is kept here.
"""
