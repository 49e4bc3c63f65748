"""The coordinator looks at one board: work by urgency, with its clocks, before any chart.

Every number opens exactly the list that it counts, through the same door as every other page.
This slice owns no table and performs no act; it only reads what the other slices keep.
Figures about small groups stay hidden, so that a statistic never points at a child.
What is overdue comes first, and nothing falls between two chairs.
"""
