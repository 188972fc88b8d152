"""What happens with employees: they are taken on, trained, sign in and out, are away."""

from darcha.access.actions.absences import colleagues_of, end_absence, enter_absence
from darcha.access.actions.staff import (
    Course,
    load_staff,
    logins_of_other_centres,
    record_sign_in,
    record_sign_out,
    record_training,
    set_password,
    sign_in,
    sign_out,
    tell_keys_rotated,
)

__all__ = [
    "Course",
    "colleagues_of",
    "end_absence",
    "enter_absence",
    "load_staff",
    "logins_of_other_centres",
    "record_sign_in",
    "record_sign_out",
    "record_training",
    "set_password",
    "sign_in",
    "sign_out",
    "tell_keys_rotated",
]
