"""The Meldcode: five steps that a professional takes when violence or abuse is suspected.

Steps may overlap and be repeated, and none is skipped without a reason that stays on record.
The weighing questions lead to two decisions: is a report necessary, and is help (also) possible.
Advice from Veilig Thuis stays without a name; a report carries one, and starts clocks in working days.
The rules propose and explain; the professional decides and signs.
"""
