"""The server's entrance."""

from config.start import prepare

prepare()

from django.conf import settings  # noqa: E402 -- settings must be named first

# Each request runs in a thread of its own, and what its thread connected would be lost with it. Set before the first
# request, for a process that serves and for no other: whoever copies a database wants nobody connected to it.
settings.DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": settings.MOST_CONNECTIONS}

from django.core.asgi import get_asgi_application  # noqa: E402 -- same reason

from darcha.plumbing.entrance import limited  # noqa: E402 -- same reason

application = limited(get_asgi_application(), most_bytes=settings.MOST_BYTES)
