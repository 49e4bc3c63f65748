"""Measures: what a court decided about a young person, and the day on which that ends.

rules.py     does it end soon? (pure)
measure.py   the acts: write one down, change it, end it
shown.py     what people read about a measure
"""
