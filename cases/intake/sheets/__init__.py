"""A spreadsheet of registrations becomes signals at the desk's own triage.

text_rules.py   a text file as rows: which encoding, which separator, which rows are broken (pure)
workbook.py     an Excel file as rows: formulas never worked out, nothing unpacked beyond its limits
row_rules.py    one row as what a report says, or which cell can't stay as it is (pure)
state_rules.py  from sent to done (pure)
sheet.py        the acts: send, choose the columns, bring in, stop; everything is emptied afterwards
work.py         the job: a few hundred rows per transaction, first to look and then to bring in

The file itself stands nowhere. Its rows stand encrypted until they are emptied, a week after the end at the
latest. A row that was brought in leaves a keyed hash behind, so that it makes nothing twice.
"""
