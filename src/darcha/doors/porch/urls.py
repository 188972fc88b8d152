from django.urls import path

from darcha.doors.porch import views

app_name = "porch"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("my-work/", views.my_work, name="my_work"),
]
