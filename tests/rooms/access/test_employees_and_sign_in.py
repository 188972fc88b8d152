"""Who works here, what the role allows, and how somebody signs in."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.db import IntegrityError, connection, transaction

from darcha.access import actions, errors, models, queries
from darcha.access.rules import EmployeeCard
from darcha.journal import queries as journal
from darcha.kernel.actor import NotAllowed, Permission, kiosk, system
from darcha.kernel.names import Names
from darcha.national.actions import load_blueprint

SERGELI = Path(__file__).parents[3] / "blueprints" / "uzbekistan" / "sergeli.yaml"
NINE = datetime(2010, 4, 7, 4, tzinfo=UTC)
PASSWORD = "yagona-darcha"


def card(login: str) -> EmployeeCard:
    return queries.employee_by_login(login=login)


def minutes(after: float) -> datetime:
    return NINE + timedelta(minutes=after)


@pytest.fixture
def demo(db: None) -> None:
    """Give everybody the password of the file."""
    load_blueprint(path=SERGELI, at=NINE, by=system("demo"), demo=True)


def try_sign_in(password: str, at: datetime, login: str = "dilnoza") -> int:
    return actions.sign_in(login=login, password=password, at=at)


@pytest.mark.django_db
def test_dilnoza_is_known_with_her_languages_services_and_roles() -> None:
    dilnoza = card("dilnoza")
    assert dilnoza.name == "Dilnoza Yusupova"
    assert (dilnoza.sex, dilnoza.department_id, dilnoza.usual_counter) == ("F", "PJ", 7)
    assert dilnoza.languages == ("uz", "ru", "en")
    assert dilnoza.service_ids == {f"PJ-0{n}" for n in range(1, 7)} | {f"IJT-0{n}" for n in range(1, 4)}
    assert set(dilnoza.roles) == {
        ("counter_officer", "SRG", None),
        ("department_officer", "SRG", "PJ"),
        ("department_officer", "SRG", "IJT"),
    }
    assert queries.may_serve(employee_id=dilnoza.id) == dilnoza.service_ids
    assert queries.employee(employee_id=dilnoza.id) == dilnoza


@pytest.mark.django_db
def test_shahlo_gives_single_services_of_another_department() -> None:
    assert {code for code in card("shahlo").service_ids if code.startswith("PJ")} == {"PJ-04", "PJ-05", "PJ-06"}


@pytest.mark.django_db
def test_an_actor_may_what_the_roles_allow_and_nothing_elsewhere() -> None:
    dilnoza = queries.actor_of(employee_id=card("dilnoza").id)
    assert dilnoza.label == f"employee:{card('dilnoza').id}"
    assert dilnoza.may(Permission.SERVE_AT_COUNTER, centre_id="SRG")
    assert dilnoza.may(Permission.DECIDE_CASE, centre_id="SRG", department_id="IJT")
    assert not dilnoza.may(Permission.DECIDE_CASE, centre_id="SRG", department_id="KAD")
    assert not dilnoza.may(Permission.SEE_HALL, centre_id="SRG")
    malika = queries.actor_of(employee_id=card("malika").id)
    assert malika.may(Permission.CLOSE_DAY, centre_id="SRG")
    assert not malika.may(Permission.SERVE_AT_COUNTER, centre_id="SRG")
    for employee in queries.employees(centre_id="SRG"):
        actor = queries.actor_of(employee_id=employee.id)
        # A service is the same in every centre, and so is the right to write it; nothing else is.
        for permission in set(Permission) - {Permission.WRITE_SERVICES}:
            assert not actor.may(permission, centre_id="YKS", department_id="PJ")
            assert not actor.may(permission)


@pytest.mark.django_db
def test_all_employees_are_told_in_four_questions(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(4):  # type: ignore[operator]
        assert len(queries.employees(centre_id="SRG")) == 21


@pytest.mark.django_db
def test_seventeen_of_the_staff_were_trained_in_both_courses() -> None:
    trained = queries.trained(centre_id="SRG", until=date(2010, 12, 7))
    assert (trained.total, trained.women, trained.men) == (17, 10, 7)
    assert [(course.course, course.total, course.women, course.men) for course in trained.by_course] == [
        ("oss-operations", 17, 10, 7),
        ("gender-sensitivity", 17, 10, 7),
    ]
    assert trained.by_course[0].names.en == "OSS operations and customer service"
    assert queries.trained(centre_id="SRG", until=date(2010, 3, 26)).by_course[0].course == "oss-operations"
    assert len(queries.trained(centre_id="SRG", until=date(2010, 3, 26)).by_course) == 1
    assert queries.trained(centre_id="SRG", until=date(2010, 3, 1)).total == 0


@pytest.mark.django_db
def test_a_training_is_recorded_once_and_latecomers_by_themselves() -> None:
    course = actions.Course("first-aid", Names("a", "а", "а", "First aid"), date(2010, 5, 3), 1)
    by = system("load")

    def record(*attended: str) -> int | None:
        return actions.record_training(centre_id="SRG", course=course, attended=attended, at=NINE, by=by)

    first = record("malika", "zafar")
    assert record("malika", "zafar") is None
    second = record("malika", "zafar", "aziz")
    assert first is not None
    assert second == first + 1
    added = journal.entries_after(centre_id="SRG", seq=first)[0]
    assert added.data == {"course": "first-aid", "day": "2010-05-03", "women": 0, "men": 1}
    with pytest.raises(errors.UnknownEmployee):
        record("nobody")
    with pytest.raises(NotAllowed):
        actions.record_training(
            centre_id="SRG",
            course=course,
            attended=["umida"],
            at=NINE,
            by=queries.actor_of(employee_id=card("umida").id),
        )


@pytest.mark.django_db
def test_without_the_demonstration_nobody_has_a_password() -> None:
    assert not any(row.has_usable_password() for row in models.Employee.objects.all())
    with pytest.raises(errors.WrongPassword):
        try_sign_in(PASSWORD, NINE)
    with pytest.raises(errors.WrongPassword):
        try_sign_in("", NINE)


def test_a_sign_in_is_journalled_by_number_and_without_the_name(demo: None) -> None:
    employee_id = try_sign_in(PASSWORD, minutes(1), login=" Dilnoza ")
    entry = journal.entries_after(centre_id="SRG", seq=0)[-1]
    assert (entry.kind, entry.subject, entry.actor) == (
        "employee.signed_in",
        f"employee:{employee_id}",
        f"employee:{employee_id}",
    )
    assert entry.data == {"employee": employee_id}
    assert entry.moment == minutes(1)
    actions.sign_out(at=minutes(2), by=queries.actor_of(employee_id=employee_id))
    assert journal.entries_after(centre_id="SRG", seq=entry.seq)[-1].kind == "employee.signed_out"


def test_passwords_are_kept_as_scrypt_and_djangos_own_sign_in_agrees(demo: None) -> None:
    row = models.Employee.objects.get(login="dilnoza")
    assert row.password.startswith("scrypt$")
    assert authenticate(username="dilnoza", password=PASSWORD) == row
    assert authenticate(username="dilnoza", password="yagona darcha") is None
    assert get_user_model() is models.Employee


def test_a_password_once_set_is_kept_by_the_next_demonstration(demo: None) -> None:
    row = models.Employee.objects.get(login="dilnoza")
    row.set_password("a password of her own")
    row.save()
    before = journal.head(centre_id="SRG")
    load_blueprint(path=SERGELI, at=NINE, by=system("demo"), demo=True)
    assert journal.head(centre_id="SRG") == before
    assert try_sign_in("a password of her own", NINE) == row.pk


def test_after_five_wrong_passwords_the_right_one_waits_too(demo: None) -> None:
    for minute in range(5):
        with pytest.raises(errors.WrongPassword):
            try_sign_in("guess", minutes(minute))
    for minute in (4.5, 10, 18.9):
        with pytest.raises(errors.TooManyTries) as refused:
            try_sign_in(PASSWORD, minutes(minute))
        assert refused.value.details["again_at"] == minutes(19).isoformat()
        assert refused.value.status == 429
    assert try_sign_in(PASSWORD, minutes(4), login="umida") == card("umida").id
    assert try_sign_in(PASSWORD, minutes(19)) == card("dilnoza").id


def test_the_right_password_forgets_the_wrong_ones(demo: None) -> None:
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(errors.WrongPassword):
                try_sign_in("guess", NINE)
        try_sign_in(PASSWORD, NINE)


def test_an_unknown_login_is_refused_and_throttled_alike(demo: None) -> None:
    for _ in range(5):
        with pytest.raises(errors.WrongPassword):
            try_sign_in("guess", NINE, login="nobody")
    with pytest.raises(errors.TooManyTries):
        try_sign_in("guess", NINE, login="NOBODY ")
    assert not models.WrongPassword.objects.filter(login_hash__contains="nobody").exists()


def test_who_left_can_no_longer_sign_in_nor_act(demo: None, tmp_path: Path) -> None:
    zafar = card("zafar")
    text = SERGELI.read_text(encoding="utf-8")
    begin, end = text.index("  - login: zafar"), text.index("  - login: kamola")
    (tmp_path / "sergeli.yaml").write_text(text[:begin] + text[end:], encoding="utf-8")
    # XTB must keep an officer; gulnora is one.
    load_blueprint(path=tmp_path / "sergeli.yaml", at=NINE, by=system("load"))
    with pytest.raises(errors.UnknownEmployee):
        queries.actor_of(employee_id=zafar.id)
    with pytest.raises(errors.WrongPassword):
        try_sign_in(PASSWORD, NINE, login="zafar")
    assert queries.may_serve(employee_id=zafar.id) == frozenset()
    assert queries.employee(employee_id=zafar.id).name == "Zafar Tursunov"
    assert queries.trained(centre_id="SRG", until=date(2010, 12, 7)).total == 17


@pytest.mark.django_db
def test_nobody_signs_in_for_somebody_else() -> None:
    dilnoza, umida = card("dilnoza").id, card("umida").id
    with pytest.raises(NotAllowed):
        actions.record_sign_in(employee_id=umida, at=NINE, by=queries.actor_of(employee_id=dilnoza))
    with pytest.raises(errors.UnknownEmployee):
        actions.sign_out(at=NINE, by=kiosk(centre_id="SRG"))
    actions.record_sign_in(employee_id=umida, at=NINE, by=system("pilot"), key="once-only")
    before = journal.head(centre_id="SRG")
    actions.record_sign_in(employee_id=umida, at=NINE, by=system("pilot"), key="once-only")
    assert journal.head(centre_id="SRG") == before


def test_twelve_guesses_at_once_are_counted_one_by_one(own_database: str) -> None:
    refusals: list[str] = []

    def guess() -> None:
        try:
            try_sign_in("guess", NINE)
        except (errors.WrongPassword, errors.TooManyTries) as refusal:
            refusals.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(refusals) == ["access.too_many_tries"] * 7 + ["access.wrong_password"] * 5


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "name"),
    [
        ({"role": "counter_officer", "centre_id": "SRG"}, "a_role_is_granted_once_for_a_place"),
        ({"role": "boss", "centre_id": "SRG"}, "a_role_is_a_known_one"),
        ({"role": "department_officer", "centre_id": "SRG"}, "an_officer_of_a_department_has_one"),
    ],
)
def test_the_database_refuses_a_grant_that_cannot_be(row: dict[str, str], name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        models.Grant.objects.create(employee_id=card("dilnoza").id, **row)


@pytest.mark.django_db
def test_somebody_without_a_password_is_given_one_and_signs_in() -> None:
    with pytest.raises(errors.WrongPassword):
        try_sign_in("a window in Sergeli", NINE)
    actions.set_password(
        employee_id=card("dilnoza").id, password="a window in Sergeli", at=minutes(1), by=system("password")
    )
    assert try_sign_in("a window in Sergeli", minutes(2)) == card("dilnoza").id
    kinds = [entry.kind for entry in journal.entries_between(centre_id="SRG", since=NINE, until=minutes(3))]
    assert kinds == ["employee.password_set", "employee.signed_in"]


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["too short", "passwordpassword"[:11], "1q2w3e4r5t6y"])
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(errors.PasswordTooWeak):
        actions.set_password(employee_id=card("dilnoza").id, password=password, at=NINE, by=system("password"))


@pytest.mark.django_db
def test_nobody_gives_a_colleague_a_password_without_being_head() -> None:
    dilnoza, umida = card("dilnoza").id, card("umida").id
    with pytest.raises(NotAllowed):
        actions.set_password(
            employee_id=umida, password="a window in Sergeli", at=NINE, by=queries.actor_of(employee_id=dilnoza)
        )
