"""The reception: a host at the entrance."""

from django.urls import URLPattern, URLResolver, path

from darcha.doors.reception import views

app_name = "reception"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:centre_id>/", views.home, name="home"),
    path("<str:centre_id>/now/", views.now, name="now"),
    path("<str:centre_id>/services/<str:code>/", views.service, name="service"),
    path("<str:centre_id>/services/<str:code>/ticket/", views.take_ticket, name="take_ticket"),
    path("<str:centre_id>/services/<str:code>/home/", views.send_home, name="send_home"),
    path("<str:centre_id>/services/<str:code>/bring/", views.bring, name="bring"),
    path("<str:centre_id>/tickets/<int:ticket_id>/", views.ticket, name="ticket"),
]
