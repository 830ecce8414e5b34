"""The web server's way in."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kundportal.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - faults in the code show at the start, not to a visitor
