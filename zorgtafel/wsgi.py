"""What a web server starts: ``gunicorn zorgtafel.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zorgtafel.settings")

application = get_wsgi_application()
