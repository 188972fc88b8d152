from django.urls import path

from darcha.doors.display import views

app_name = "display"
urlpatterns = [
    path("<str:centre_id>/", views.board, name="board"),
    path("<str:centre_id>/stream", views.stream, name="stream"),
    path("<str:centre_id>/voice/<int:call_id>/<slug:language>.wav", views.voice, name="voice"),
]
