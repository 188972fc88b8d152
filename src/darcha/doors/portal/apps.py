from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "darcha.doors.portal"
    label = "door_portal"
