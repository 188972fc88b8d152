from django.urls import path

from darcha.doors.portal import bookings, joining, open_data, telling, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("services/", views.services, name="services"),
    path("services/<str:code>/", views.service, name="service"),
    path("life-events/<str:code>/", views.life_event, name="life_event"),
    path("departments/<str:code>/", views.department, name="department"),
    path("search/", views.search, name="search"),
    path("catalogue.ttl", open_data.catalogue, {"form": "ttl"}, name="catalogue_as_turtle"),
    path("catalogue.jsonld", open_data.catalogue, {"form": "jsonld"}, name="catalogue_as_json"),
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
    path("track/<str:code>/tell/", telling.about_case, name="tell_of_case"),
    path("verify/", views.verify, name="verify"),
    path("verify/<str:code>/", views.document, name="document"),
    path("verify/<str:code>/document.pdf", views.document_pdf, name="document_pdf"),
    path("survey/<str:code>/", views.survey, name="survey"),
]
