"""docs/indicators.md, written from the table of indicators: `python -m darcha.monitoring.rules.handbook`."""

from __future__ import annotations

from pathlib import Path

from darcha.monitoring.rules.indicators import INDICATORS, Direction, Form, Indicator

PAGE = Path(__file__).parents[4] / "docs" / "indicators.md"

_MEASURES = {
    "visitors_served": "number of `ticket.served`",
    "tickets_issued": "number of `ticket.issued` and `ticket.entered`",
    "no_shows": "number of `ticket.no_show`",
    "within_promise": "number of `ticket.served` with `within_promise`",
    "wait_seconds": "sum of `wait_seconds` of `ticket.served`; a wait runs from the moment the ticket takes its place in the "
    "line to the call that led to service",
    "wait_minutes": "number of `ticket.served` by whole minutes of `wait_seconds`, 0 to 239, and 240 for four hours and more",
    "service_seconds": "sum of `service_seconds` of `ticket.served`, from start to finish at the counter",
    "cases_judged": "number of `case.opened` with `first_time`, and of `case.returned`; an application handed back twice counts "
    "twice, one that never came back counts too",
    "cases_first_time": "number of `case.opened` with `first_time`",
    "cases_decided": "number of `case.decided`",
    "cases_on_time": "number of `case.decided` with `on_time` (decided on or before `due_on`)",
    "answers": "number of `survey.answered`",
    "answers_satisfied": "number of `survey.answered` with `satisfied` 4 or 5",
    "answers_clear": "number of `survey.answered` with `clear` 4 or 5",
    "services_offered": "number of services in the centre's file that the catalogue knows",
    "services_used": "number of services with at least one `ticket.served` in the period",
    "complaints_in_time": "number of complaints due in the period that were answered on or before their last day",
    "complaints_due": "number of complaints whose last day to answer, counted in working days, lies in the period",
    "staff_trained": "number of employees of the centre with at least one course held up to the last day of the period",
}

_HEAD = """# Indicators

Every figure Darcha shows or prints is one of these, computed by one function from the facts of the days, which are folded
from the journal. This page is written from the code (`python -m darcha.monitoring.rules.handbook`); a test compares the two.

## How a figure comes about

1. An action appends one entry to the journal: `ticket.served`, `case.decided`, `survey.answered`, ... ([events](events.md)).
2. `close_day` folds the entries of one local day of the centre into day facts: one row for each day × service ×
   department × channel × sex × age band × disability that occurs. Where an event does not tell one of these, it is empty:
   the survey asks nobody's age. An entry belongs to the day of its moment in the centre's time zone. Closing a day again
   gives the same rows; an entry that came late is counted then.
3. An indicator divides sums of day facts. A period names its first and its last day, both included. Days nobody closed are
   counted from the journal at once, and the figure says so.
4. A value is told in whole per cent and whole minutes; with a tenth where a whole number would tell too little (a mean
   below ten minutes, a share that is nearly all or nearly nothing). It is compared with its target as it is told.
5. A second count by other code goes straight to the journal and compares every figure of every fact, each place of a
   histogram for itself. A report runs it and prints the number of differences; `darcha monitoring check --from D --to D`
   names each of them, and each day nobody closed, and ends with 1 when there is any. Closing a day again puts right what
   somebody altered.

A wait is kept as a histogram of whole minutes. Histograms of days, services and centres are added place by place, so a
percentile of any period is exact to the minute, never an average of percentiles. Percentiles are nearest rank: the
smallest whole minute by which at least that share had been called.

## What is not published

- A number of people from 1 to 4 is shown as `<5`. Nought is shown: it is nobody.
- Where a total would give it away, the smallest other numbers of the same table are hidden with it, shown as `…`, until
  the small one could as well be any of 1 to 4. When there are not enough others, all get the mark `…`, so that nobody knows
  which is small. A hidden department hides all its services.
- Waits and shares of a hidden group are hidden with it.
- A share or a mean over everybody is shown when at least five stand under it.

## The indicators

"""


def measure(name: str) -> str:
    """Return in words what a measure counts."""
    return _MEASURES[name]


def page() -> str:
    """Return the whole page."""
    return _HEAD + "\n".join(_section(indicator) for indicator in INDICATORS)


def _section(indicator: Indicator) -> str:
    names = indicator.names
    lines = [
        f"### `{indicator.code}` {names.en}",
        "",
        f"{names.uz} · {names.uz_cyrl} · {names.ru}",
        "",
        f"**{indicator.formula.en[0].upper()}{indicator.formula.en[1:]}.**",
        "",
        f"- Formula: {_formula(indicator)}, in {indicator.unit}.",
        f"- Numerator `{indicator.numerator}`: {measure(indicator.numerator)}.",
    ]
    if indicator.denominator:
        lines.append(f"- Denominator `{indicator.denominator}`: {measure(indicator.denominator)}.")
    events = ", ".join(f"`{kind}`" for kind in indicator.events) or "none"
    lines.append(f"- Source: {indicator.source}; events: {events}.")
    better = {Direction.UP: "more is better", Direction.DOWN: "less is better", Direction.NONE: "neither way is better"}
    target = "no target" if indicator.target is None else f"target {indicator.target} {indicator.unit}"
    lines.append(f"- Reading: {better[indicator.direction]}; {target}.")
    lines.append(f"- Split by: {', '.join(indicator.splits).replace('_', ' ') or 'nothing'}.")
    return "\n".join(lines) + "\n"


def _formula(indicator: Indicator) -> str:
    over = f"`{indicator.numerator}` ÷ `{indicator.denominator}`"
    return {
        Form.COUNT: f"`{indicator.numerator}`",
        Form.SHARE: f"100 × {over}",
        Form.MEAN: f"{over} ÷ 60",
        Form.PERCENTILE: f"smallest m with `{indicator.numerator}`[0..m] ≥ {indicator.per_cent} % of `{indicator.denominator}`",
    }[indicator.form]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
