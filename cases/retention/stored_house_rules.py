"""Every table around the cases: ledger, messages, staff, covenant (see ``stored_rules``). PURE."""

from collections.abc import Mapping

from cases.retention.stored_rules import Part, Stored, Who, Why, stored

YOUNG, STAFF = Who.YOUNG, Who.STAFF

AROUND_CASES: Mapping[str, Stored] = {
    "cases.LedgerLine": stored(
        Part.LEDGER,
        Why.ACCOUNT,
        (YOUNG, STAFF),
        contact="origin",
        codes="event action outcome refusal role compartments detail is_emergency",
        terms="act ground covenant_version",
        people="user_id user_label organisation_id organisation_label on_behalf_of",
        moments="at",
        links="event_id request_id object_type object_id object_number case_id case_number",
    ),
    "cases.BoardReport": stored(
        Part.COVENANT,
        Why.TABLE,
        (STAFF,),
        codes="year until definitions figures",
        people="organisation made_by",
        moments="made_at",
        links="covenant",
    ),
    "cases.LedgerSeal": stored(
        Part.LEDGER,
        Why.ACCOUNT,
        (),
        moments="sealed_at",
        seals="number format first_id last_id count total root link mac marks",
    ),
    "cases.LedgerCheck": stored(
        Part.LEDGER, Why.ACCOUNT, (), moments="started_at finished_at", seals="number lines findings"
    ),
    "cases.LedgerExport": stored(
        Part.LEDGER,
        Why.ACCOUNT,
        (STAFF,),
        names="recipient",
        words="reason stop_reason",
        people="asked_by organisation stopped_by",
        moments="since until asked_at ready_at shown_at fetched_at stopped_at",
        links="number",
        secrets="password",
    ),
    "cases.AttackRun": stored(
        Part.LEDGER,
        Why.ACCOUNT,
        (),
        moments="started_at finished_at",
        seals="requests people tried addresses leaks findings trouble",
    ),
    "cases.ReviewCursor": stored(Part.LEDGER, Why.ACCOUNT, (), moments="reached_at", seals="name line_id"),
    "cases.ReviewTally": stored(
        Part.LEDGER, Why.ACCOUNT, (), people="organisation", moments="month", seals="readings"
    ),
    "cases.ReviewPeriod": stored(
        Part.LEDGER,
        Why.ACCOUNT,
        (STAFF,),
        people="signed_by",
        moments="month drawn_at signed_at",
        seals="population sample_size seed method figures",
    ),
    "cases.ReviewItem": stored(
        Part.LEDGER,
        Why.ACCOUNT,
        (STAFF,),
        words="follow_up outcome",
        codes="reason status verdict",
        people="person organisation judged_by",
        moments="first_at last_at opened_at judged_at due_on",
        links="number group case_number month",
        seals="line_count",
    ),
    "cases.ReviewLine": stored(
        Part.LEDGER, Why.ACCOUNT, (STAFF,), codes="reason", links="item line_id event_id"
    ),
    "cases.ReviewVerdict": stored(
        Part.LEDGER,
        Why.ACCOUNT,
        (STAFF,),
        words="explanation",
        codes="verdict is_second agrees",
        people="by",
        moments="at",
        links="item",
    ),
    "cases.ReviewQuestion": stored(
        Part.LEDGER,
        Why.ACCOUNT,
        (STAFF,),
        words="question answer",
        people="asked_by",
        moments="asked_at answered_at",
        links="item",
    ),
    "cases.HoneytokenCase": stored(
        Part.LEDGER,
        Why.ACCOUNT,
        (STAFF,),
        words="explanation",
        people="organisation placed_by",
        moments="placed_at ended_at",
        links="case_id case_number",
    ),
    "cases.Notification": stored(
        Part.MESSAGES,
        Why.TELL,
        (YOUNG,),
        codes="owed",
        moments="created_at",
        links="kind number stage colour case_id",
    ),
    "cases.Delivery": stored(
        Part.MESSAGES,
        Why.TELL,
        (STAFF,),
        codes="channel state held attempts pages",
        people="user organisation",
        moments="due_at claimed_until sent_at read_at",
        links="notification path key",
    ),
    "cases.DeliveryAttempt": stored(
        Part.MESSAGES, Why.TELL, (STAFF,), codes="outcome failure", moments="at", links="delivery"
    ),
    "cases.Heartbeat": stored(Part.WORKINGS, Why.WORK, (), moments="at", seals="name trouble"),
    "organisations.ConfidentialityStatement": stored(
        Part.STAFF, Why.PROMISE, (), terms="number text_nl text_en", moments="published_at"
    ),
    "organisations.StatementAcceptance": stored(
        Part.STAFF, Why.PROMISE, (STAFF,), people="user", moments="accepted_at", links="statement"
    ),
    "organisations.IdentityProvider": stored(
        Part.STAFF,
        Why.LOGIN,
        (STAFF,),
        codes="is_required has_second_factor is_active",
        people="organisation",
        secrets="sealed_secret",
        technical="issuer client_id secret_variable email_domain",
    ),
    "organisations.SealingKey": stored(
        Part.STAFF,
        Why.LOGIN,
        (STAFF,),
        codes="end",
        people="organisation registered_by confirmed_by ended_by",
        moments="registered_at confirmed_at ended_at",
        technical="public_key",
    ),
    "organisations.IdentityLink": stored(
        Part.STAFF,
        Why.LOGIN,
        (STAFF,),
        contact="subject",
        people="user",
        moments="linked_at",
        links="provider",
    ),
    "organisations.Invitation": stored(
        Part.STAFF,
        Why.ROLES,
        (STAFF,),
        names="name",
        contact="email",
        codes="role",
        people="organisation given_by",
        moments="given_at expires_at accepted_at withdrawn_at",
        secrets="nonce",
    ),
    "organisations.Secondment": stored(
        Part.STAFF,
        Why.ROLES,
        (STAFF,),
        codes="state",
        people="user home host offered_by decided_by",
        moments="starts_at ends_at offered_at decided_at",
        links="membership",
    ),
    "organisations.Letter": stored(
        Part.MESSAGES,
        Why.TELL,
        (STAFF,),
        contact="address",
        codes="attempts",
        moments="created_at due_at sent_at given_up_at",
        links="kind language path invitation channel",
    ),
    "organisations.RightsReview": stored(
        Part.STAFF,
        Why.ROLES,
        (STAFF,),
        people="organisation started_by finished_by",
        moments="started_at finished_at",
    ),
    "organisations.RightsDecision": stored(
        Part.STAFF,
        Why.ROLES,
        (STAFF,),
        codes="outcome",
        people="decided_by",
        moments="decided_at",
        links="review membership",
    ),
    "organisations.User": stored(
        Part.STAFF,
        Why.LOGIN,
        (STAFF,),
        names="name",
        contact="email",
        codes="is_superuser language is_active",
        moments="last_login date_joined idle_warned_at idle_closed_at reopened_at",
        secrets="password",
    ),
    "organisations.Organisation": stored(
        Part.STAFF,
        Why.ROLES,
        (),
        places="municipality",
        codes="kind is_active requires_training",
        people="name",
    ),
    "organisations.OrganisationGroupObjectPermission": stored(
        Part.STAFF, Why.ROLES, (), codes="permission group", people="content_object"
    ),
    "organisations.ActNarrowing": stored(Part.STAFF, Why.ROLES, (), codes="role act", people="organisation"),
    "organisations.Membership": stored(
        Part.STAFF,
        Why.ROLES,
        (STAFF,),
        codes="role kind",
        people="user organisation",
        moments="starts_at ends_at ended_at trained_on",
    ),
    "organisations.Covenant": stored(Part.COVENANT, Why.CEILING, (), terms="name region"),
    "organisations.CovenantVersion": stored(
        Part.COVENANT,
        Why.CEILING,
        (),
        codes="status",
        terms="number summary controller rights_contact retention_months text_hash",
        moments="signed_on valid_from valid_until replaced_until",
        links="covenant",
    ),
    "organisations.CovenantWording": stored(Part.COVENANT, Why.CEILING, (), terms="kind code text"),
    "organisations.CovenantController": stored(
        Part.COVENANT, Why.CEILING, (), terms="compartment rule", people="organisation"
    ),
    "organisations.CovenantParty": stored(
        Part.COVENANT,
        Why.CEILING,
        (STAFF,),
        names="signed_name",
        terms="signed_hash",
        people="organisation signed_by",
        moments="acceded_on exited_on signed_on",
    ),
    "organisations.CovenantClause": stored(
        Part.COVENANT,
        Why.CEILING,
        (),
        terms="article organisation_kind compartment purpose legal_ground existence_only",
        moments="withdrawn_on",
        links="party",
    ),
    "cases.Drill": stored(
        Part.STAFF,
        Why.REACH,
        (STAFF,),
        people="started_by organisation",
        moments="started_at",
        links="number",
    ),
    "cases.DrillCall": stored(
        Part.STAFF,
        Why.REACH,
        (STAFF,),
        codes="state level",
        people="organisation acknowledged_by",
        moments="called_at next_due_at acknowledged_at",
        links="drill",
    ),
    "cases.DrillLevel": stored(
        Part.STAFF, Why.REACH, (), codes="order calls duty_level wait_seconds", links="call"
    ),
    "cases.DirectoryEntry": stored(
        Part.COVENANT,
        Why.REACH,
        (STAFF,),
        names="person backup",
        contact="phone mail backup_phone",
        codes="unit area reachable",
        people="checked_by organisation",
        moments="checked_at ended_at",
        links="covenant",
    ),
    "organisations.DutyShift": stored(
        Part.STAFF,
        Why.REACH,
        (STAFF,),
        codes="level",
        people="organisation user",
        moments="weekday starts ends",
    ),
    "organisations.DutyOverride": stored(
        Part.STAFF,
        Why.REACH,
        (STAFF,),
        codes="level is_away",
        people="organisation user",
        moments="starts_at ends_at",
    ),
    "organisations.ContactChannel": stored(
        Part.STAFF,
        Why.REACH,
        (STAFF,),
        contact="address",
        codes="kind wrong",
        people="user",
        moments="verified_at asked_at",
        seals="nonce",
    ),
    "organisations.PushDevice": stored(
        Part.STAFF, Why.REACH, (STAFF,), contact="endpoint", links="channel", seals="p256dh auth"
    ),
    "organisations.ReachChoice": stored(
        Part.STAFF, Why.REACH, (STAFF,), codes="quiet_from quiet_until digest_at", people="user"
    ),
    "organisations.EscalationStep": stored(
        Part.STAFF, Why.REACH, (), codes="colour order calls duty_level wait_seconds", people="organisation"
    ),
    "organisations.Submission": stored(
        Part.WORKINGS, Why.WORK, (STAFF,), people="user", moments="created_at", links="key url"
    ),
}

#: What libraries store, by the name under which Django knows them.
OF_LIBRARIES: Mapping[str, Stored] = {
    "account": stored(Part.STAFF, Why.LOGIN, (STAFF,)),
    "auth": stored(Part.WORKINGS, Why.ROLES, ()),
    "contenttypes": stored(Part.WORKINGS, Why.WORK, ()),
    "guardian": stored(Part.WORKINGS, Why.ROLES, ()),
    "mfa": stored(Part.STAFF, Why.LOGIN, (STAFF,)),
    "sessions": stored(Part.STAFF, Why.LOGIN, (STAFF,)),
    "usersessions": stored(Part.STAFF, Why.LOGIN, (STAFF,)),
}
