from django.apps import AppConfig


class DisplayConfig(AppConfig):
    name = "darcha.doors.display"
    label = "door_display"
