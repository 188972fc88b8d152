"""The office: the hall now, monitoring, reports, closed days, the journal."""

from django.urls import URLPattern, URLResolver, path

from darcha.doors.office import absences, appeals, looks, messages, paper, takings, views
from darcha.doors.office.services import offers
from darcha.doors.office.services import views as services

app_name = "office"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:centre_id>/", views.hall, name="hall"),
    path("<str:centre_id>/now/", views.hall_now, name="hall_now"),
    path("<str:centre_id>/counters/<int:counter_id>/close/", views.close_counter, name="close_counter"),
    path("<str:centre_id>/counters/<int:counter_id>/go-on/", views.end_break, name="end_break"),
    path("<str:centre_id>/appointments/", views.appointments, name="appointments"),
    path("<str:centre_id>/overtakes/", views.overtakes, name="overtakes"),
    path("<str:centre_id>/late/", views.late, name="late"),
    path("<str:centre_id>/reasons/", views.reasons, name="reasons"),
    path("<str:centre_id>/absences/", absences.absences, name="absences"),
    path("<str:centre_id>/absences/<int:absence_id>/end/", absences.end_absence, name="end_absence"),
    path("<str:centre_id>/looks/", looks.looks, name="looks"),
    path("<str:centre_id>/looks/<int:look_id>/settle/", looks.settle_look, name="settle_look"),
    path("<str:centre_id>/paper/", paper.paper, name="paper"),
    path("<str:centre_id>/paper/print/", paper.print_again, name="print_again"),
    path("<str:centre_id>/paper/block/", paper.block, name="block"),
    path("<str:centre_id>/paper/block/<str:letter>-<int:first>.pdf", paper.block_sheet, name="block_sheet"),
    path("<str:centre_id>/messages/", messages.hall_messages, name="messages"),
    path("<str:centre_id>/messages/<int:message_id>/withdraw/", messages.withdraw_message, name="withdraw_message"),
    path("<str:centre_id>/offers/", offers.offers, name="offers"),
    path("<str:centre_id>/offers/<str:code>/", offers.offer, name="offer"),
    path("<str:centre_id>/services/", services.services, name="services"),
    path("<str:centre_id>/services/<str:code>/", services.service, name="service"),
    path("<str:centre_id>/services/<str:code>/draft/", services.draft, name="service_draft"),
    path("<str:centre_id>/services/<str:code>/draft/drop/", services.drop, name="drop_draft"),
    path("<str:centre_id>/services/<str:code>/preview/", services.preview, name="service_preview"),
    path("<str:centre_id>/services/<str:code>/publish/", services.publish, name="publish_service"),
    path("<str:centre_id>/appeals/", appeals.appeals, name="appeals"),
    path("<str:centre_id>/appeals/<str:appeal_id>/", appeals.appeal, name="appeal"),
    path("<str:centre_id>/appeals/<str:appeal_id>/answer/", appeals.answer, name="answer_appeal"),
    path("<str:centre_id>/appeals/<str:appeal_id>/themes/", appeals.themes, name="theme_appeal"),
    path("<str:centre_id>/monitoring/", views.figures, name="monitoring"),
    path("<str:centre_id>/monitoring/<str:table>.csv", views.table, name="table"),
    path("<str:centre_id>/report/", views.report, name="report"),
    path("<str:centre_id>/report/report.<str:form>", views.report_file, name="report_file"),
    path("<str:centre_id>/takings/", takings.takings, name="takings"),
    path("<str:centre_id>/takings/takings.csv", takings.takings_table, name="takings_table"),
    path("<str:centre_id>/takings/sign/", takings.sign_takings, name="sign_takings"),
    path("<str:centre_id>/takings/statement/", takings.match_statement, name="match_statement"),
    path("<str:centre_id>/days/", views.days, name="days"),
    path("<str:centre_id>/days/close/", views.close_day, name="close_day"),
    path("<str:centre_id>/journal/", views.journal, name="journal"),
]
