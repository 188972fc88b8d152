"""One line per door."""

from django.urls import include, path

urlpatterns = [
    path("", include("darcha.doors.portal.urls")),
    path("", include("darcha.doors.porch.urls")),
    path("kiosk/", include("darcha.doors.kiosk.urls")),
    path("display/", include("darcha.doors.display.urls")),
    path("desk/", include("darcha.doors.desk.urls")),
    path("reception/", include("darcha.doors.reception.urls")),
    path("office/", include("darcha.doors.office.urls")),
    path("api/v1/", include("darcha.doors.api.urls")),
]

handler400 = "darcha.doors.porch.views.bad_request"
handler403 = "darcha.doors.porch.views.forbidden"
handler404 = "darcha.doors.porch.views.not_found"
handler500 = "darcha.doors.porch.views.server_error"
