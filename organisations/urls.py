"""Addresses of organisations."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from organisations import (
    covenant_views,
    coverage_views,
    draft_views,
    duty_views,
    levels_views,
    member_views,
    sign_in_views,
    signing_views,
    table_views,
    views,
)
from organisations.acts import Act
from organisations.identity import views as identity_views
from organisations.roles import Role


class RoleConverter(StringConverter):
    """A role in an address; anything else is no address."""

    to_python = staticmethod(Role)


class ActConverter(StringConverter):
    """An act in an address; anything else is no address."""

    to_python = staticmethod(Act)


register_converter(RoleConverter, "role")
register_converter(ActConverter, "act")

urlpatterns = [
    path("", include("organisations.staff.urls")),
    path("", include("organisations.reach.urls")),
    path("", include("organisations.keys.urls")),
    path("acting/", views.choose_acting, name="acting"),
    path("organisations/", views.organisation_list, name="organisations"),
    path("organisations/new/", table_views.organisation_new, name="organisation_new"),
    path("organisations/<int:pk>/change/", table_views.organisation_change, name="organisation_change"),
    path("organisations/<int:pk>/", views.organisation_page, name="organisation"),
    path(
        "organisations/<int:pk>/members/<int:member_pk>/role/", member_views.member_role, name="member_role"
    ),
    path("organisations/<int:pk>/members/<int:member_pk>/end/", member_views.member_end, name="member_end"),
    path(
        "organisations/<int:pk>/members/<int:member_pk>/second-step/",
        sign_in_views.factor_reset,
        name="factor_reset",
    ),
    path("organisations/<int:pk>/roles/", member_views.role_table, name="roles"),
    path("organisations/<int:pk>/roles/<role:role>/<act:act>/", member_views.role_act, name="role_act"),
    path("account/confidentiality/", identity_views.promise, name="promise"),
    path("organisations/<int:pk>/confidentiality/", identity_views.promises, name="promises"),
    path("organisations/<int:pk>/login-provider/", identity_views.login_provider, name="login_provider"),
    path("covenants/confidentiality/new/", identity_views.publish, name="promise_publish"),
    path("covenants/", covenant_views.version_list, name="covenants"),
    path("covenants/new/", draft_views.covenant_new, name="covenant_new"),
    path("covenants/ours/", covenant_views.ours, name="covenant_ours"),
    path("covenants/agreements/<int:pk>/draft/", draft_views.draft_new, name="draft_new"),
    path("covenants/<int:pk>/", covenant_views.version_page, name="covenant"),
    path("covenants/<int:pk>/wordings/", draft_views.wordings, name="draft_wordings"),
    path("covenants/<int:pk>/responsibility/", draft_views.responsibility, name="draft_responsibility"),
    path("covenants/<int:pk>/parties/new/", draft_views.party_new, name="party_new"),
    path("covenants/<int:pk>/clauses/new/", draft_views.clauses_new, name="clauses_new"),
    path("covenants/<int:pk>/send/", signing_views.send, name="covenant_send"),
    path("covenants/<int:pk>/reopen/", signing_views.reopen, name="covenant_reopen"),
    path("covenants/<int:pk>/discard/", signing_views.discard, name="covenant_discard"),
    path("covenants/<int:pk>/call-off/", signing_views.call_off, name="covenant_call_off"),
    path("covenants/<int:pk>/sign/", signing_views.sign, name="covenant_sign"),
    path("covenants/parties/<int:pk>/change/", draft_views.party_change, name="party_change"),
    path("covenants/parties/<int:pk>/remove/", draft_views.party_remove, name="party_remove"),
    path("covenants/clauses/<int:pk>/change/", draft_views.clauses_change, name="clauses_change"),
    path("covenants/parties/<int:pk>/withdraw/", covenant_views.party_withdraw, name="party_withdraw"),
    path("covenants/clauses/<int:pk>/withdraw/", covenant_views.clause_withdraw, name="clause_withdraw"),
    path("duty/coverage/", coverage_views.coverage_page, name="coverage"),
    path("duty/levels/<str:colour>/", levels_views.duty_levels, name="duty_levels"),
    path("duty/", duty_views.duty_page, name="duty"),
    path("duty/shifts/new/", duty_views.shift_new, name="shift_new"),
    path("duty/shifts/<int:pk>/remove/", duty_views.shift_remove, name="shift_remove"),
    path("duty/overrides/new/", duty_views.override_new, name="override_new"),
    path("duty/overrides/<int:pk>/remove/", duty_views.override_remove, name="override_remove"),
]
