"""Every setting, in one file; what differs per machine comes from the environment (names in the README).

Two ways to run, no third: the trial (``ZORGTAFEL_DEBUG=1``: SQLite, a broker in a folder, mail on the screen)
and the real thing (PostgreSQL, Redis, a mail server), where a missing or unsafe value refuses to start.
"""

import os
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from zorgtafel import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
if trial_file := environment.trial_file(os.environ, VAR_DIR):
    env.read_env(trial_file)

# -- The way to run ----------------------------------------------------------------------------------------
ZORGTAFEL_TRIAL = env.bool("ZORGTAFEL_DEBUG", default=False)
#: Django's own debug pages print local variables and the list of all addresses: never, not even in a trial.
DEBUG = False
if not ZORGTAFEL_TRIAL:
    environment.require_safe(os.environ)

SECRET_KEY = env.str("ZORGTAFEL_SECRET_KEY", default=environment.TRIAL_SECRET_KEY)
ZORGTAFEL_LEDGER_KEY = env.str("ZORGTAFEL_LEDGER_KEY", default=environment.TRIAL_LEDGER_KEY)
#: With another one, ``manage.py marks`` makes the hashes of the silent match anew (``cases/overlap``).
ZORGTAFEL_OVERLAP_KEY = env.str("ZORGTAFEL_OVERLAP_KEY", default=environment.TRIAL_OVERLAP_KEY)
ALLOWED_HOSTS = env.list("ZORGTAFEL_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
PORT = env.int("PORT", default=8000)
#: Where the links in mails point to; no slash at the end.
ZORGTAFEL_SITE_URL = f"http://127.0.0.1:{PORT}" if ZORGTAFEL_TRIAL else f"https://{ALLOWED_HOSTS[0]}"

# -- The parts ---------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # used by the page of open sessions of allauth
    "django.forms",
    "guardian",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    "organisations",
    "cases",
]

MIDDLEWARE = [
    "zorgtafel.middleware.RequestClock",
    "zorgtafel.middleware.ClientAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "zorgtafel.middleware.NoStore",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "zorgtafel.middleware.AbsoluteSession",
    "zorgtafel.middleware.Language",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "zorgtafel.second_factor.SecondFactor",
    "organisations.acting.ActingOrganisation",
    "zorgtafel.promise.Promise",
    "cases.access.declare.FailClosed",
    "zorgtafel.forms.OnceOnly",
]

ROOT_URLCONF = "zorgtafel.urls"
WSGI_APPLICATION = "zorgtafel.wsgi.application"
FORM_RENDERER = "zorgtafel.rendering.UtrechtRenderer"
CSRF_FAILURE_VIEW = "zorgtafel.errors.csrf_failure"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zorgtafel.shell.shell",
            ],
        },
    },
]
# Guardian's backend would answer yes to everything for a superuser; our gate reads guardian's rows itself.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
ANONYMOUS_USER_NAME = None

# -- Storage -----------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # SQLite ignores select_for_update: an IMMEDIATE transaction is the lock that the acts rely on.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL",
    }
else:
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # PostgreSQL keeps the plan of what it is asked again and again: to plan the question "which cases may
        # this person see?" takes longer than to answer it. A pooler must know prepared statements (README).
        "OPTIONS": {
            "connect_timeout": 5,
            "server_side_binding": True,
            "prepare_threshold": 3,
            # Compiling what is asked here took up to a quarter of a second, of answers that take a tenth.
            "options": "-c jit=off",
            **DATABASES["default"].get("OPTIONS", {}),  # of the address, such as sslmode
        },
    }

#: The self-attack makes databases beside this one; the site's own role cannot, so a role for that alone does.
ZORGTAFEL_ATTACK_DATABASE_URL = env.str("ZORGTAFEL_ATTACK_DATABASE_URL", default="")
# Heads of the ledger's chain are written down here, outside the database that they bear witness of.
ZORGTAFEL_CHECKPOINT_DIR = env.str("ZORGTAFEL_CHECKPOINT_DIR", default=str(VAR_DIR / "checkpoints"))

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://localhost")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if environment.is_redis(CELERY_BROKER_URL):
    # Rate limits and used second-factor codes live here, so all web processes must share it.
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": environment.next_redis_database(CELERY_BROKER_URL),
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1.5},
    }

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "zorgtafel" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ZORGTAFEL_TRIAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = ZORGTAFEL_TRIAL
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- Background work ---------------------------------------------------------------------------------------
# Rows are the truth and tasks carry ids only; a lost message costs at most one beat of the sweep.
BROKER_DIR = VAR_DIR / "broker"
CELERY_TIMEZONE = "Europe/Amsterdam"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Else a worker asks for less after Redis was away, and sometimes for nothing ever again.
CELERY_WORKER_ENABLE_PREFETCH_COUNT_REDUCTION = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_CONNECTION_TIMEOUT = 1
# A web request only pokes: when the broker is away it gives up at once and the sweep finds the row.
CELERY_TASK_PUBLISH_RETRY = False
if environment.is_redis(CELERY_BROKER_URL):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # Nothing unacknowledged is kept in Redis: rows are the truth, and the sweep asks again within
        # seconds. A worker that loses Redis at a bad moment would try to put it back, and end itself over
        # that. Now it leaves a note of what it held, names of tasks only, in the folder for temporary files.
        "ack_emulation": False,
        "socket_connect_timeout": 1,
        "socket_timeout": 1.8,
        "max_retries": 0,
    }
elif CELERY_BROKER_URL.startswith("filesystem://"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "processed_folder": str(BROKER_DIR / "processed"),
        "polling_interval": 0.1,
    }
    for folder in ("queue", "control", "processed"):
        (BROKER_DIR / folder).mkdir(parents=True, exist_ok=True)
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    # `expires`: a worker that was away must not find an hour of stale beats; the newest does all the work.
    # Of what a child waits for, not sooner than the clocks of two machines may differ (`heart.takes_turn`).
    "sweep": {"task": "cases.notifications.sweep", "schedule": 5.0, "options": {"expires": 1200}},
    "escalate": {"task": "cases.missing.escalate", "schedule": 5.0, "options": {"expires": 1200}},
    "confirmations": {"task": "cases.casefile.confirm", "schedule": 300.0, "options": {"expires": 300}},
    "requests": {"task": "cases.access.remind", "schedule": 60.0, "options": {"expires": 60}},
    "forget": {"task": "cases.access.forget", "schedule": 86_400.0, "options": {"expires": 3600}},
    "drafts": {"task": "cases.intake.forget_drafts", "schedule": 86_400.0, "options": {"expires": 3600}},
    "meeting_drafts": {
        "task": "cases.meetings.forget_drafts",
        "schedule": 86_400.0,
        "options": {"expires": 3600},
    },
    # The job wakes itself while there is work; this finds what a dead worker or broker left.
    "sheets": {"task": "cases.intake.bring_in", "schedule": 15.0, "options": {"expires": 15}},
    "old_sheets": {"task": "cases.intake.forget_sheets", "schedule": 86_400.0, "options": {"expires": 3600}},
    # The first Tuesday of the month, in the morning: celery wants all of them to hold.
    "drill": {
        "task": "cases.missing.drill",
        "schedule": crontab(hour=10, minute=20, day_of_week="tue", day_of_month="1-7"),
        "options": {"expires": 1800},
    },
    "coverage": {"task": "cases.missing.coverage", "schedule": 3600.0, "options": {"expires": 3600}},
    "return_talks": {"task": "cases.missing.remind", "schedule": 300.0, "options": {"expires": 300}},
    "watchdog": {"task": "cases.missing.watchdog", "schedule": 30.0, "options": {"expires": 1200}},
    "covenant": {"task": "cases.access.covenant", "schedule": 3600.0, "options": {"expires": 3600}},
    "grants": {"task": "cases.access.grants", "schedule": 6 * 3600.0, "options": {"expires": 3600}},
    # Bar S22: a burst of readings is signalled within five minutes; a control case within one.
    "review": {"task": "cases.audit.review", "schedule": 20.0, "options": {"expires": 20}},
    # Twice a minute: what was written a minute ago is sealed, and its head stands outside the database.
    "seal": {"task": "cases.audit.seal", "schedule": 30.0, "options": {"expires": 30}},
    "verify": {"task": "cases.audit.verify", "schedule": 60.0, "options": {"expires": 60}},
    "attack": {
        "task": "cases.attack.nightly",
        "schedule": crontab(hour=4, minute=10),
        "options": {"expires": 3600},
    },
    "letters": {"task": "organisations.post", "schedule": 60.0, "options": {"expires": 60}},
    "end_expired": {"task": "organisations.end_expired", "schedule": 60.0, "options": {"expires": 60}},
    "leavers": {"task": "cases.casefile.take_off_leavers", "schedule": 60.0, "options": {"expires": 60}},
    "packs": {"task": "cases.pack.remind", "schedule": 3600.0, "options": {"expires": 3600}},
    "terms": {"task": "cases.forensic.remind", "schedule": 300.0, "options": {"expires": 300}},
    "succession": {"task": "cases.coordination.succession", "schedule": 600.0, "options": {"expires": 600}},
    "handover": {"task": "cases.handover.ready", "schedule": 60.0, "options": {"expires": 60}},
    "late_overlaps": {"task": "cases.overlap.remind", "schedule": 900.0, "options": {"expires": 900}},
    "compared": {"task": "cases.overlap.forget", "schedule": 86_400.0, "options": {"expires": 3600}},
    "opinions": {"task": "cases.opinions.forget", "schedule": 86_400.0, "options": {"expires": 3600}},
    "overlap": {"task": "cases.overlap.compare", "schedule": 60.0, "options": {"expires": 60}},
    "asks": {"task": "cases.asks.remind", "schedule": 3600.0, "options": {"expires": 3600}},
    "actions": {"task": "cases.meetings.remind", "schedule": 3600.0, "options": {"expires": 3600}},
    "conditions": {"task": "cases.conditions.remind", "schedule": 3600.0, "options": {"expires": 3600}},
    "judgements": {"task": "cases.level.remind", "schedule": 3600.0, "options": {"expires": 3600}},
    "late": {"task": "cases.coordination.late", "schedule": 60.0, "options": {"expires": 60}},
    "rights": {"task": "cases.rights.remind", "schedule": crontab(hour=6, minute=40)},
    "retention": {"task": "cases.retention.look", "schedule": crontab(hour=4, minute=10)},
    "idle": {"task": "organisations.idle", "schedule": crontab(hour=3, minute=15)},
}

#: Not Django's own, which put what is large in a folder for temporary files (zorgtafel.uploads).
FILE_UPLOAD_HANDLERS = ["zorgtafel.uploads.InMemory"]

# -- Mail --------------------------------------------------------------------------------------------------
#: Who joins a meeting for one case reads it so many minutes before the start and after the end.
ZORGTAFEL_MEETING_MARGIN = env.int("ZORGTAFEL_MEETING_MARGIN", default=30)

#: The terms of Veilig Thuis: its safety assessment in working days; how many weeks an inquiry takes, and
#: after how many months set safety conditions are looked at. No source confirmed the last two: follow your
#: own region.
ZORGTAFEL_ASSESSMENT_WORKDAYS = env.int("ZORGTAFEL_ASSESSMENT_WORKDAYS", default=5)
ZORGTAFEL_INQUIRY_WEEKS = env.int("ZORGTAFEL_INQUIRY_WEEKS", default=10)
ZORGTAFEL_MONITORING_MONTHS = [
    int(months) for months in env.list("ZORGTAFEL_MONITORING_MONTHS", default=["3", "6", "12"])
]

#: After so many days an organisation's part in a case lapses, unless the coordinator confirms it.
ZORGTAFEL_CONFIRM_DAYS = env.int("ZORGTAFEL_CONFIRM_DAYS", default=90)

#: Who opens so many cases within five minutes waits for the next; 30 at least, for then the auditors know.
ZORGTAFEL_MOST_CASES = env.int("ZORGTAFEL_MOST_CASES", default=120)

#: So long an export of the ledger waits, in which somebody else can stop it.
ZORGTAFEL_EXPORT_MINUTES = env.int("ZORGTAFEL_EXPORT_MINUTES", default=1 if ZORGTAFEL_TRIAL else 24 * 60)

ZORGTAFEL_MAIL_DIR = VAR_DIR / "mail"
EMAIL_BACKEND = "zorgtafel.mail.TrialBackend"
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
    EMAIL_PORT = env.email_url("EMAIL_URL")["EMAIL_PORT"] or 25
EMAIL_TIMEOUT = 10
#: An address outside that is asked for twice a minute as long as nothing is wrong (README).
ZORGTAFEL_HEARTBEAT_URL = env.str("ZORGTAFEL_HEARTBEAT_URL", default="")
#: The gateway for text messages; without one the trial shows them like its mails, and a real site sends none.
ZORGTAFEL_SMS_URL = env.str("ZORGTAFEL_SMS_URL", default="")
ZORGTAFEL_SMS_BACKEND = "zorgtafel.mail.show_sms" if ZORGTAFEL_TRIAL else ""
if ZORGTAFEL_SMS_URL:
    ZORGTAFEL_SMS_BACKEND = "organisations.reach.gateway.send"
#: Signs the notifications to devices (README); the trial makes its own, and without one none are sent.
ZORGTAFEL_PUSH_KEY_FILE = VAR_DIR / "push.key"
ZORGTAFEL_PUSH_KEY = env.str("ZORGTAFEL_PUSH_KEY", default="")
if ZORGTAFEL_TRIAL and not ZORGTAFEL_PUSH_KEY and ZORGTAFEL_PUSH_KEY_FILE.exists():
    ZORGTAFEL_PUSH_KEY = ZORGTAFEL_PUSH_KEY_FILE.read_text().strip()
#: Origins besides the known push services; for tests.
ZORGTAFEL_PUSH_ORIGINS: list[str] = []
DEFAULT_FROM_EMAIL = f"zorgtafel@{ALLOWED_HOSTS[0]}"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# -- Language and time -------------------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = sorted((BASE_DIR / "zorgtafel" / "locale").iterdir())  # one catalogue per slice
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

# -- People and their sessions -----------------------------------------------------------------------------
AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "zorgtafel.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if ZORGTAFEL_TRIAL else "https"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "own_login": "20/m/ip"}
#: The page without an account: a house of many people behind one address gets through, a flood does not; for
#: all together so much that one desk could still read it. A choice of ours.
ACCOUNT_RATE_LIMITS |= {"outside_tell": "10/h/ip,200/h/key", "outside_code": "30/h/ip,2000/h/key"}
#: Opinions about pages: more than anybody has in an hour.
ACCOUNT_RATE_LIMITS |= {"opinion": "10/h/user"}
ACCOUNT_FORMS = {"reauthenticate": "zorgtafel.codes.PasswordForm"}
#: How many proxies of our own stand before the web processes: a client cannot then choose its own address.
ZORGTAFEL_TRUSTED_PROXIES = env.int("ZORGTAFEL_TRUSTED_PROXIES", default=0 if ZORGTAFEL_TRIAL else 1)
ALLAUTH_TRUSTED_PROXY_COUNT = 0  # zorgtafel.middleware.ClientAddress has looked already
USERSESSIONS_ADAPTER = "zorgtafel.adapter.SessionsAdapter"
USERSESSIONS_TRACK_ACTIVITY = False

#: The trial may try a provider on this very machine, without TLS (zorgtafel.oidc).
ZORGTAFEL_PROVIDER_ON_LOOPBACK = ZORGTAFEL_TRIAL

# A second factor: off in the trial, so that the walk is short; on where real people are.
ZORGTAFEL_REQUIRE_MFA = env.bool("ZORGTAFEL_REQUIRE_MFA", default=not ZORGTAFEL_TRIAL)
MFA_ADAPTER = "zorgtafel.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "zorgtafel"
MFA_TOTP_TOLERANCE = 1  # a phone that runs half a minute ahead or behind
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ZORGTAFEL_TRIAL
MFA_FORMS = {
    "authenticate": "zorgtafel.codes.AuthenticateForm",
    "reauthenticate": "zorgtafel.codes.ReauthenticateForm",
    "activate_totp": "zorgtafel.codes.ActivateForm",
    "authenticate_webauthn": "zorgtafel.passkeys.AuthenticateForm",
    "reauthenticate_webauthn": "zorgtafel.passkeys.ReauthenticateForm",
    "add_webauthn": "zorgtafel.passkeys.AddForm",
}

# Emergency access is looked back at by both sides within this many days.
ZORGTAFEL_EMERGENCY_REVIEW_DAYS = 7

# Idle for half an hour or twelve hours in all: the session is over (zorgtafel.middleware.AbsoluteSession).
SESSION_COOKIE_AGE = 30 * 60
ZORGTAFEL_SESSION_MAX_HOURS = 12
#: Before break-glass, the ledger and exports: how long a proof of who it is counts (zorgtafel.step_up).
ZORGTAFEL_STEP_UP_MINUTES = 5
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# An account that nobody used for so many days is closed at night, after a warning (features B17).
ZORGTAFEL_IDLE_ACCOUNT_DAYS = env.int("ZORGTAFEL_IDLE_ACCOUNT_DAYS", default=90)
# Lax and not Strict: with Strict the link in a mail would open a page that has forgotten who you are.
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not ZORGTAFEL_TRIAL
SESSION_COOKIE_NAME = "sessionid" if ZORGTAFEL_TRIAL else "__Host-sessionid"
CSRF_COOKIE_NAME = "csrftoken" if ZORGTAFEL_TRIAL else "__Host-csrftoken"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
# In the session and not in a cookie: what a message says stays on the server.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# -- What a browser may do ---------------------------------------------------------------------------------
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
if not ZORGTAFEL_TRIAL:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked by machines inside, without TLS
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

# -- Logs: one line of JSON each, on stdout; never a body, a query or the text of an exception -------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "zorgtafel.logs.LineFormatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # A line per message and per beat tells nothing; the delivery rows and the heartbeat do.
        # Speaks of the numbers and keys it was given; what went wrong stands with the delivery, as a code.
        "apprise": {"handlers": ["nowhere"], "level": "WARNING", "propagate": False},
        "urllib3": {"handlers": ["nowhere"], "level": "WARNING", "propagate": False},
        "celery": {"level": "WARNING"},
        "kombu": {"level": "WARNING"},
    },
}
