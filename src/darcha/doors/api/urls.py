"""The API, version 1."""

from darcha.doors.api.views import api
from darcha.doors.porch.staff import opened

app_name = "api"
urlpatterns, _, _ = api.urls
for pattern in urlpatterns:
    # What is told here is told to everybody on the pages, too.
    if pattern.callback is not None:
        opened(pattern.callback)
