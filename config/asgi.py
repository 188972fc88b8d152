"""The server's entrance."""

from config.start import prepare

prepare()

from django.core.asgi import get_asgi_application  # noqa: E402 -- settings must be named first

application = get_asgi_application()
