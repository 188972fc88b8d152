from django.urls import path

from darcha.doors.kiosk import views

app_name = "kiosk"
urlpatterns = [
    path("<str:centre_id>/", views.start, name="start"),
    path("<str:centre_id>/again/", views.again, name="again"),
    path("<str:centre_id>/aids/", views.aid, name="aids"),
    path("<str:centre_id>/events/<slug:code>/", views.event, name="event"),
    path("<str:centre_id>/appointment/", views.appointment, name="appointment"),
    path("<str:centre_id>/departments/", views.departments, name="departments"),
    path("<str:centre_id>/departments/<str:code>/", views.department, name="department"),
    path("<str:centre_id>/search/", views.search, name="search"),
    path("<str:centre_id>/services/<str:code>/", views.service, name="service"),
    path("<str:centre_id>/services/<str:code>/more/", views.one_more, name="one_more"),
    path("<str:centre_id>/services/<str:code>/ticket/", views.take_ticket, name="take_ticket"),
    path("<str:centre_id>/tickets/<str:code>/", views.ticket, name="ticket"),
    path("<str:centre_id>/tickets/<str:code>/print/", views.slip, name="slip"),
    path("<str:centre_id>/tickets/<str:code>/print-again/", views.print_again, name="print_again"),
]
