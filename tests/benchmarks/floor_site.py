"""What gunicorn serves as the floor: the bare page of ``floor``, behind no middleware but its own."""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zorgtafel.settings")
django.setup()

from tests.benchmarks import floor  # noqa: E402, PLC0415
