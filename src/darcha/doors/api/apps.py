from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "darcha.doors.api"
    label = "door_api"
