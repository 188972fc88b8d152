"""The server's entrance."""

from config.start import prepare

prepare()

import django  # noqa: E402 -- the settings must be named first
from django.conf import settings  # noqa: E402 -- same reason

# A connection goes from one request to the next, and to the looks for the screens. Set before the first request, for a
# process that serves and for no other: whoever copies a database wants nobody connected to it.
settings.DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": settings.MOST_CONNECTIONS}

django.setup(set_prefix=False)

from darcha.plumbing.entrance import OneThread, limited  # noqa: E402 -- Django must be set up first
from darcha.plumbing.sealing import key_ring  # noqa: E402 -- same reason

# A house that cannot open what it keeps does not open its doors.
key_ring()

application = limited(OneThread(threads=settings.MOST_CONNECTIONS), most_bytes=settings.MOST_BYTES)
