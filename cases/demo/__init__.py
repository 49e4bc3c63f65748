"""The synthetic region: nobody in it exists.

Twelve organisations sign a covenant, some forty people work under it, and a hundred invented
young people go through two years of it. Nothing is written straight into a table: every line
comes from the same acts that people perform, under a clock that moves from then to now.
"""
