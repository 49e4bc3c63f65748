"""Silent match: two organisations of one covenant hold something about the same person and don't know it.

rules.py    which marks are strong enough, their keyed hashes, the pace, what two answers come to (pure)
compare.py  what a worker does with marks that were written: hashes, compares, raises and lets lapse
reminder.py tells a side once that its clock ran out
side.py     what one of both may do: read its own side and answer; only two times yes tells who they are
"""
