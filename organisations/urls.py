"""Addresses of organisations."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from organisations import covenant_views, duty_views, member_views, sign_in_views, views
from organisations.acts import Act
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
    path("acting/", views.choose_acting, name="acting"),
    path("organisations/", views.organisation_list, name="organisations"),
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
    path("covenants/", covenant_views.version_list, name="covenants"),
    path("covenants/<int:pk>/", covenant_views.version_page, name="covenant"),
    path("covenants/parties/<int:pk>/withdraw/", covenant_views.party_withdraw, name="party_withdraw"),
    path("covenants/clauses/<int:pk>/withdraw/", covenant_views.clause_withdraw, name="clause_withdraw"),
    path("duty/", duty_views.duty_page, name="duty"),
    path("duty/shifts/new/", duty_views.shift_new, name="shift_new"),
    path("duty/shifts/<int:pk>/remove/", duty_views.shift_remove, name="shift_remove"),
    path("duty/overrides/new/", duty_views.override_new, name="override_new"),
    path("duty/overrides/<int:pk>/remove/", duty_views.override_remove, name="override_remove"),
]
