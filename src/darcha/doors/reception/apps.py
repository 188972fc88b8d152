from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    name = "darcha.doors.reception"
    label = "door_reception"
