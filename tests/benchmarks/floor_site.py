"""What gunicorn serves as the floor: the bare page of ``floor``, behind no middleware but its own."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from tests.benchmarks import floor

settings.ROOT_URLCONF = "tests.benchmarks.floor"
settings.MIDDLEWARE = floor.MIDDLEWARE

application = get_wsgi_application()
