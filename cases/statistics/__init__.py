"""Figures for the board of the covenant: how the work goes in a year, without pointing at a child.

rules.py     which periods there are, and what of a count may be told (pure)
choices.py   what is counted, what each number means, and what people call its parts
figures.py   counts what the reader may see
report.py    the act: keep the figures of a period, as they were counted that day
shown.py     a kept report as tables, for page, paper and open formats

A report is kept as it was published: late corrections and destroyed cases never change it, and counting again
is another report. Nothing is published that names a person or a case.
"""
