"""All addresses: signing in, the language, health, the organisations and the cases."""

from django.conf import settings
from django.urls import include, path

from zorgtafel import errors, health, idle, language, own_login, sessions, styleguide

urlpatterns = [
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("language/", language.set_language, name="set_language"),
    path("account/signup/", errors.not_offered),
    path("account/email/", errors.not_offered),
    path("account/alive/", idle.alive, name="alive"),
    path("account/lock/", idle.lock, name="lock"),
    path("account/own-login/", own_login.own_login, name="own_login"),
    path("account/own-login/back/", own_login.callback, name="own_login_callback"),
    path("account/own-login/again/", own_login.again, name="own_login_again"),
    path("account/sessions/", sessions.own_sessions, name="usersessions_list"),
    path("account/", include("allauth.urls")),
    path("", include("organisations.urls")),
    path("", include("cases.urls")),
]
if settings.ZORGTAFEL_TRIAL:
    urlpatterns.append(path("styleguide/", styleguide.styleguide, name="styleguide"))

handler400 = "django.views.defaults.bad_request"
handler403 = "django.views.defaults.permission_denied"
handler404 = "django.views.defaults.page_not_found"
handler500 = "django.views.defaults.server_error"
