from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "darcha.doors.office"
    label = "door_office"
