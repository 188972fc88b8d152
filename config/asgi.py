"""The server's entrance."""

from config.start import prepare

prepare()

from django.conf import settings  # noqa: E402 -- settings must be named first
from django.core.asgi import get_asgi_application  # noqa: E402 -- same reason

from darcha.plumbing.entrance import limited  # noqa: E402 -- same reason

application = limited(get_asgi_application(), most_bytes=settings.MOST_BYTES)
