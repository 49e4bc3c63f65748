"""Where rows are taken away, and from which tables: there the site's role in PostgreSQL may do so.

Whoever lets another table lose rows names it here and in ``cases/audit/role_rules.py``, with the reason;
otherwise it works in the trial and is refused where real people are.
"""

import ast

from cases.audit.role_rules import REMOVED_FROM
from tests.architecture.source import functions, modules

#: (file, function) -> tables.
REMOVALS = {
    ("cases/access/existence.py", "forget"): {"cases_existencecheck"},
    ("cases/casefile/grants.py", "take_off_case"): {"cases_caseuserobjectpermission"},
    ("cases/casefile/marks.py", "replace"): {"cases_mark"},
    ("cases/opinions/opinion.py", "forget"): {"cases_opinion"},
    ("cases/overlap/compare.py", "forget"): {"cases_markswritten"},
    ("cases/overlap/compare.py", "_renew"): {"cases_overlapkey"},
    ("cases/pack/photo.py", "take_away"): {"cases_packphoto"},
    ("cases/retention/erasing.py", "forget_typed"): {"django_session"},
    ("organisations/drafting.py", "_set_wordings"): {"organisations_covenantwording"},
    ("organisations/drafting.py", "drop_party"): {"organisations_covenantparty"},
    ("organisations/drafting.py", "provide"): {"organisations_covenantclause"},
    ("organisations/grants.py", "leave"): {"organisations_user_groups"},
    ("organisations/grants.py", "sync"): {"organisations_organisationgroupobjectpermission"},
    ("organisations/grants.py", "widen_back"): {"organisations_actnarrowing"},
    ("organisations/history.py", "remove"): set(),  # whoever calls it is in this list
    ("organisations/levels.py", "_put"): {"organisations_escalationstep"},
    ("organisations/membership.py", "_take_off_roster"): {
        "organisations_dutyoverride",
        "organisations_dutyshift",
    },
    ("organisations/reach/channel.py", "_drop"): {"organisations_contactchannel", "organisations_pushdevice"},
    ("organisations/roster.py", "_remove"): {"organisations_dutyoverride", "organisations_dutyshift"},
    ("organisations/sign_in.py", "end_sessions"): {"django_session", "usersessions_usersession"},
    ("organisations/sign_in.py", "reset_second_factor"): {"mfa_authenticator"},
    ("organisations/staff/post.py", "take_back"): {"organisations_letter"},
    ("organisations/staff/post.py", "take_back_codes"): {"organisations_letter"},
}


def test_rows_are_taken_away_in_named_places_only() -> None:
    found = {
        (module.path, function.name)
        for module in modules().values()
        for function in functions(module)
        if any(isinstance(node, ast.Call) and _takes_away(node) for node in ast.walk(function))
    }
    assert found == set(REMOVALS)


def test_the_role_of_the_site_may_take_rows_away_there_and_nowhere_else() -> None:
    assert set().union(*REMOVALS.values()) == set(REMOVED_FROM)


def _takes_away(node: ast.Call) -> bool:
    """Tell whether a call takes rows away; a form or a file is asked by another name."""
    name = ast.unparse(node.func)
    return name in {"remove", "history.remove"} or name.endswith((".delete", "_raw_delete", ".groups.remove"))
