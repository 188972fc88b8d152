"""The report: every figure from rows, laid out on a page and on paper."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime, timedelta
from random import Random

import pypdf
import pytest

from darcha.kernel.actor import system
from darcha.monitoring import actions, queries
from tests.rooms.monitoring import events

SINCE, UNTIL = date(2010, 4, 7), date(2010, 4, 20)
SERVICES = ("FHDYO-01", "FHDYO-02", "PJ-01", "PJ-03", "KAD-01", "MFB-01", "SOLIQ-01", "BKM-01")


def a_fortnight(*, women: int = 160, men: int = 40, satisfied: int = 45, dissatisfied: int = 5) -> None:
    """Let visitors come on ten days, women and men mixed, and let some of them answer."""
    random = Random(7)
    people = ["F"] * women + ["M"] * men
    random.shuffle(people)
    days = [
        date(2010, 4, 7) + timedelta(days=n) for n in range(14) if (date(2010, 4, 7) + timedelta(days=n)).weekday() < 5
    ]
    for number, sex in enumerate(people):
        day = days[number % len(days)]
        at = datetime(day.year, day.month, day.day, 5, tzinfo=UTC) + timedelta(minutes=number)
        service = random.choice(SERVICES)
        events.issued(at, service=service)
        events.served(
            at + timedelta(minutes=15),
            service=service,
            sex=sex,
            age_band=random.choice(("18-29", "30-44", "45-59", "60+")),
            disability=number % 20 == 0,
            wait_seconds=60 * random.randint(1, 45),
            within_promise=random.random() < 0.9,
        )
        if number % 3 == 0:
            events.opened(at, service=service, first_time=number % 4 != 0, sex=sex)
            events.decided(at + timedelta(hours=1), service=service, on_time=number % 10 != 0)
    noon = datetime(2010, 4, 20, 7, tzinfo=UTC)
    for face, count in ((5, satisfied), (1, dissatisfied)):
        for _ in range(count):
            events.answered(noon, satisfied=face, clear=4)


def closed() -> None:
    for number in range((UNTIL - SINCE).days + 1):
        actions.close_day(
            centre_id="SRG",
            day=SINCE + timedelta(days=number),
            at=datetime(2010, 4, 21, tzinfo=UTC),
            by=system("given"),
        )


@pytest.mark.django_db
def test_the_founding_figures_are_counted_and_follow_what_happened() -> None:
    a_fortnight()
    closed()
    told = queries.report_json(queries.report(centre_id="SRG", since=SINCE, until=UNTIL))
    json.dumps(told)
    assert told["visitors"]["served"] == 200  # type: ignore[index]
    assert (told["visitors"]["women"], told["visitors"]["men"]) == (160, 40)  # type: ignore[index]
    assert told["services"]["offered"] >= 40 and told["services"]["used"] == 8  # type: ignore[index]
    assert told["departments"] == 14
    assert told["satisfaction"]["answers"] == 50 and told["satisfaction"]["satisfied_share"] == 0.9  # type: ignore[index]
    assert (told["staff"]["trained"], told["staff"]["women"], told["staff"]["men"]) == (17, 10, 7)  # type: ignore[index]
    assert told["checked"]["differences"] == 0  # type: ignore[index]
    events.served(datetime(2010, 4, 20, 7, tzinfo=UTC), sex="M")
    actions.close_day(centre_id="SRG", day=UNTIL, at=datetime(2010, 4, 21, tzinfo=UTC), by=system("given"))
    again = queries.report_json(queries.report(centre_id="SRG", since=SINCE, until=UNTIL))
    assert (again["visitors"]["served"], again["visitors"]["men"]) == (201, 41)  # type: ignore[index]


@pytest.mark.django_db
def test_days_nobody_closed_are_counted_and_named() -> None:
    a_fortnight()
    report = queries.report(centre_id="SRG", since=SINCE, until=UNTIL)
    assert report.figures.all.visitors_served == 200
    assert len(report.counted.open_days) == 10
    told = queries.report_json(report)
    assert told["period"]["days_counted_from_the_journal"][0] == "2010-04-07"  # type: ignore[index]
    assert "10 days not closed yet were counted from the journal directly" in queries.report_html(report, "en")


@pytest.mark.django_db
def test_small_groups_are_not_published_anywhere() -> None:
    a_fortnight(women=60, men=3, satisfied=0, dissatisfied=0)
    report = queries.report(centre_id="SRG", since=SINCE, until=UNTIL)
    told = queries.report_json(report)
    assert told["visitors"]["men"] is None and told["visitors"]["women"] is None  # type: ignore[index]
    assert {"visitors.men", "visitors.women"} <= set(told["suppressed"])  # type: ignore[call-overload]
    assert told["satisfaction"]["satisfied_share"] is None  # type: ignore[index]
    html = queries.report_html(report, "en")
    assert "&lt;5" in html
    assert "(95" not in html


LANGUAGES = {
    "en": "Project performance",
    "ru": "Результаты проекта",
    "uz": "Loyiha natijalari",
    "uz-cyrl": "Лойиҳа натижалари",
}


@pytest.mark.django_db
def test_the_paper_is_tagged_and_holds_the_figures_of_the_page() -> None:
    a_fortnight()
    closed()
    report = queries.report(centre_id="SRG", since=SINCE, until=UNTIL)
    for language, words in LANGUAGES.items():
        html = queries.report_html(report, language)
        paper = queries.report_pdf(report, language)
        document = pypdf.PdfReader(io.BytesIO(paper))
        text = " ".join(" ".join(page.extract_text() for page in document.pages).split())
        assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
        for told in (words, "160", "200"):
            assert told in html.replace("\N{NO-BREAK SPACE}", " ")
            assert told in text.replace("\N{NO-BREAK SPACE}", " ")
        assert "<script" not in html and "style=" not in html


@pytest.mark.django_db
def test_an_empty_period_is_a_report_too() -> None:
    report = queries.report(centre_id="SRG", since=date(2011, 1, 1), until=date(2011, 1, 2))
    assert queries.report_json(report)["visitors"]["served"] == 0  # type: ignore[index]
    assert queries.report_pdf(report, "en").startswith(b"%PDF")
    assert queries.report_html(report, "ru")
