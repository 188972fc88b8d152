from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "darcha.doors.desk"
    label = "door_desk"
