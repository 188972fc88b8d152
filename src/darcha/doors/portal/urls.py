from django.urls import path, register_converter

from darcha.doors.portal import appeals, applying, bookings, joining, open_data, signatures, telling, views


class Step:
    """A step of an application from home."""

    regex = "who|questions|papers|check"

    def to_python(self, value: str) -> str:
        """Return the step."""
        return value

    def to_url(self, value: str) -> str:
        """Return the same."""
        return value


register_converter(Step, "step")

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("services/", views.services, name="services"),
    path("services/<str:code>/", views.service, name="service"),
    path("services/<str:code>/apply/", applying.begin, name="begin"),
    path("apply/", applying.resume, name="resume"),
    path("apply/<str:code>/sent/", applying.sent, name="apply_sent"),
    path("apply/<str:code>/later/", applying.later, name="apply_later"),
    path("apply/<str:code>/delete/", applying.delete, name="apply_delete"),
    path("apply/<str:code>/send/", applying.send, name="apply_send"),
    path("apply/<str:code>/papers/add/", applying.add_paper, name="add_paper"),
    path("apply/<str:code>/papers/<int:scan_id>/remove/", applying.remove_paper, name="remove_paper"),
    path("apply/<str:code>/<step:step>/", applying.apply, name="apply"),
    path("track/<str:code>/correct/", applying.correct, name="correct"),
    path("life-events/<str:code>/", views.life_event, name="life_event"),
    path("departments/<str:code>/", views.department, name="department"),
    path("search/", views.search, name="search"),
    path("catalogue.ttl", open_data.catalogue, {"form": "ttl"}, name="catalogue_as_turtle"),
    path("catalogue.jsonld", open_data.catalogue, {"form": "jsonld"}, name="catalogue_as_json"),
    path("authority.pem", signatures.authority, name="authority"),
    path("waits/", views.waits, name="waits"),
    path("join/", joining.services, name="join_services"),
    path("join/poster/", joining.poster, name="poster"),
    path("join/<str:code>/", joining.join, name="join"),
    path("t/<str:code>/", views.ticket, name="ticket"),
    path("t/<str:code>/leave/", joining.leave, name="leave"),
    path("t/<str:code>/tell/", telling.about_ticket, name="tell"),
    path("book/<str:code>/", bookings.book, name="book"),
    path("book/<str:code>/wait/", bookings.wait, name="wait_for_a_place"),
    path("a/<str:code>/", bookings.appointment, name="appointment"),
    path("a/<str:code>/move/", bookings.move, name="move"),
    path("a/<str:code>/cancel/", bookings.cancel, name="cancel"),
    path("a/<str:code>/tell/", telling.about_appointment, name="tell_before"),
    path("a/<str:code>/calendar.ics", bookings.calendar, name="calendar"),
    path("w/<str:code>/", bookings.wish, name="wish"),
    path("w/<str:code>/leave/", bookings.leave_list, name="leave_list"),
    path("t/<str:code>/voice.wav", views.ticket_voice, name="ticket_voice"),
    path("track/", views.track, name="track"),
    path("track/<str:code>/", views.case, name="case"),
    path("track/<str:code>/refusal.pdf", views.refusal_letter, name="refusal_letter"),
    path("track/<str:code>/tell/", telling.about_case, name="tell_of_case"),
    path("verify/", views.verify, name="verify"),
    path("verify/<str:code>/", views.document, name="document"),
    path("verify/<str:code>/document.pdf", views.document_pdf, name="document_pdf"),
    path("survey/<str:code>/", views.survey, name="survey"),
    path("appeals/", appeals.write, name="appeals"),
    path("appeals/find/", appeals.find, name="find_appeal"),
    path("appeals/<str:code>/", appeals.appeal, name="appeal"),
]
