"""The desk: a counter in the hall, and a department's back office."""

from django.urls import URLPattern, URLResolver, path

from darcha.doors.desk.views import case, counter, deciding, filing, going_on, home, person, reasons, scans, work

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("counters/<int:counter_id>/open/", home.sit_down, name="sit_down"),
    path("counter/", counter.counter, name="counter"),
    path("counter/line/", counter.line, name="line"),
    path("counter/close/", counter.close, name="close"),
    path("counter/break/", counter.take_break, name="take_break"),
    path("counter/go-on/", counter.go_on, name="go_on"),
    path("counter/undo/", counter.undo, name="undo"),
    path("counter/call/", counter.call, name="call"),
    path("counter/call-by-hand/", counter.call_by_hand, name="call_by_hand"),
    path("counter/recall/", counter.recall, name="recall"),
    path("counter/start/", counter.start, name="start"),
    path("counter/no-show/", counter.no_show, name="no_show"),
    path("counter/finish/", counter.finish, name="finish"),
    path("counter/send-on/", going_on.send_on, name="send_on"),
    path("counter/set-aside/", going_on.set_aside, name="set_aside"),
    path("counter/bring-back/<int:ticket_id>/", going_on.bring_back, name="bring_back"),
    path("counter/checklist/", filing.checklist, name="checklist"),
    path("counter/file/", filing.file_case, name="file"),
    path("counter/cases/", filing.bring, name="bring"),
    path("counter/cases/<int:case_id>/", filing.brought, name="brought"),
    path("counter/cases/<int:case_id>/file/", filing.resubmit, name="resubmit"),
    path("receipts/<str:code>/", filing.receipt, name="receipt"),
    path("person/", person.person, name="person"),
    path("person/told/", person.told, name="person_told"),
    path("work/", work.work, name="work"),
    path("find/", work.find, name="find"),
    path("cases/<int:case_id>/", case.case, name="case"),
    path("cases/<int:case_id>/reason/", reasons.give_reason, name="give_reason"),
    path("cases/<int:case_id>/items/<int:work_item_id>/", case.complete, name="complete"),
    path("cases/<int:case_id>/suspend/", case.suspend, name="suspend"),
    path("cases/<int:case_id>/resume/", case.resume, name="resume"),
    path("cases/<int:case_id>/extend/", case.extend, name="extend"),
    path("cases/<int:case_id>/rules/", case.choose_rules, name="choose_rules"),
    path("cases/<int:case_id>/decide/", deciding.decide, name="decide"),
    path("cases/<int:case_id>/confirm/", deciding.confirm, name="confirm"),
    path("cases/<int:case_id>/give-back/", deciding.give_back, name="give_back"),
    path("cases/<int:case_id>/issue/", case.issue, name="issue"),
    path("cases/<int:case_id>/scans/", scans.attach_scan, name="attach_scan"),
    path("scans/<int:scan_id>/", scans.scan, name="scan"),
]
