"""The desk: a counter in the hall, and a department's back office."""

from django.urls import URLPattern, URLResolver, path

from darcha.doors.desk.views import counter, filing, home

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("counters/<int:counter_id>/open/", home.sit_down, name="sit_down"),
    path("counter/", counter.counter, name="counter"),
    path("counter/line/", counter.line, name="line"),
    path("counter/close/", counter.close, name="close"),
    path("counter/call/", counter.call, name="call"),
    path("counter/recall/", counter.recall, name="recall"),
    path("counter/start/", counter.start, name="start"),
    path("counter/no-show/", counter.no_show, name="no_show"),
    path("counter/finish/", counter.finish, name="finish"),
    path("counter/checklist/", filing.checklist, name="checklist"),
    path("counter/file/", filing.file_case, name="file"),
    path("receipts/<str:code>/", filing.receipt, name="receipt"),
]
