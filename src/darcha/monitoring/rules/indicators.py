"""The indicators: formulas as data, and the one function that computes them all.

docs/indicators.md is written from this table. A target is what the centre proposes to its visitors until the agencies
agree on another; the first ones are the promises of the pilot's report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from darcha.journal.kinds import Kind
from darcha.kernel.names import Names
from darcha.kernel.scripts import to_cyrillic
from darcha.monitoring.rules.facts import Measures, percentile


class Form(StrEnum):
    """How a figure is made of its numerator and denominator."""

    COUNT = "count"
    SHARE = "share"
    MEAN = "mean"
    PERCENTILE = "percentile"


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure with its formula.

    `numerator` and `denominator` name measures of the day facts (docs/indicators.md tells each) or counts of the
    catalogue and the staff register. `unit` is "visits", "per cent", "minutes", ...; shares are in per cent, means of
    seconds in minutes. `target` is in the unit.
    """

    code: str
    names: Names
    formula: Names
    form: Form
    numerator: str
    denominator: str | None
    unit: str
    events: tuple[Kind, ...]
    source: str
    direction: Direction = Direction.NONE
    target: int | None = None
    per_cent: int | None = None
    splits: tuple[str, ...] = ()


def _names(uz: str, ru: str, en: str) -> Names:
    return Names(uz=uz, uz_cyrl=to_cyrillic(uz), ru=ru, en=en)


_PEOPLE = ("sex", "age_band", "disability")
_PLACES = ("service", "department")
_JOURNAL = "journal"

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "visitors.served",
        _names("Xizmat koʻrsatilgan tashriflar", "Обслуженные посетители", "Visitors served"),
        _names(
            "oxirigacha xizmat koʻrsatilgan talonlar soni",
            "число талонов, обслуженных до конца",
            "number of tickets served to the end",
        ),
        Form.COUNT,
        "visitors_served",
        None,
        "visits",
        (Kind.TICKET_SERVED,),
        _JOURNAL,
        splits=(*_PEOPLE, *_PLACES, "channel"),
    ),
    Indicator(
        "services.offered",
        _names("Taklif etiladigan xizmatlar", "Предлагаемые услуги", "Services offered"),
        _names(
            "markaz taklif etadigan xizmatlar soni",
            "число услуг, предлагаемых центром",
            "number of services the centre offers",
        ),
        Form.COUNT,
        "services_offered",
        None,
        "services",
        (),
        "catalogue, centre",
        Direction.UP,
        40,
        splits=("department",),
    ),
    Indicator(
        "services.used",
        _names("Foydalanilgan xizmatlar", "Востребованные услуги", "Services used"),
        _names(
            "kamida bitta tashrifga xizmat koʻrsatilgan xizmatlar soni",
            "число услуг, по которым обслужен хотя бы один посетитель",
            "number of services with at least one visitor served",
        ),
        Form.COUNT,
        "services_used",
        None,
        "services",
        (Kind.TICKET_SERVED,),
        _JOURNAL,
        Direction.UP,
        40,
        splits=("department",),
    ),
    Indicator(
        "wait.mean",
        _names("Oʻrtacha kutish vaqti", "Среднее время ожидания", "Mean wait"),
        _names(
            "talon berilgandan chaqirilgungacha oʻtgan vaqtlar yigʻindisi ÷ xizmat koʻrsatilgan tashriflar",
            "сумма времени от выдачи талона до вызова ÷ обслуженные посетители",
            "sum of the times from ticket to call ÷ visitors served",
        ),
        Form.MEAN,
        "wait_seconds",
        "visitors_served",
        "minutes",
        (Kind.TICKET_SERVED,),
        _JOURNAL,
        Direction.DOWN,
        20,
        splits=(*_PEOPLE, *_PLACES),
    ),
    Indicator(
        "wait.p90",
        _names("10 kishidan 9 tasi shu vaqt ichida chaqirilgan", "9 из 10 вызваны за", "9 in 10 called within"),
        _names(
            "xizmat koʻrsatilgan tashriflarning 90 foizi kutgan eng kichik toʻliq daqiqalar soni",
            "наименьшее число полных минут, за которое вызваны 90 % обслуженных",
            "smallest number of whole minutes within which 90 % of the visitors served were called",
        ),
        Form.PERCENTILE,
        "wait_minutes",
        "visitors_served",
        "minutes",
        (Kind.TICKET_SERVED,),
        _JOURNAL,
        Direction.DOWN,
        40,
        per_cent=90,
        splits=(*_PEOPLE, *_PLACES),
    ),
    Indicator(
        "wait.within_promise",
        _names("Vaʼda qilingan vaqtda chaqirilgan", "Вызваны в обещанное время", "Called within the promise"),
        _names(
            "vaʼda qilingan vaqtdan oshmay kutgan tashriflar ÷ xizmat koʻrsatilgan tashriflar",
            "посетители, ждавшие не дольше обещанного ÷ обслуженные посетители",
            "visitors who waited no longer than promised to their class ÷ visitors served",
        ),
        Form.SHARE,
        "within_promise",
        "visitors_served",
        "per cent",
        (Kind.TICKET_SERVED,),
        _JOURNAL,
        Direction.UP,
        80,
        splits=(*_PEOPLE, *_PLACES),
    ),
    Indicator(
        "service.mean",
        _names("Darchadagi oʻrtacha vaqt", "Среднее время у окна", "Mean time at the counter"),
        _names(
            "xizmat boshlanishidan tugashigacha oʻtgan vaqtlar yigʻindisi ÷ xizmat koʻrsatilgan tashriflar",
            "сумма времени от начала до конца обслуживания ÷ обслуженные посетители",
            "sum of the times from start to finish at the counter ÷ visitors served",
        ),
        Form.MEAN,
        "service_seconds",
        "visitors_served",
        "minutes",
        (Kind.TICKET_SERVED,),
        _JOURNAL,
        splits=(*_PEOPLE, *_PLACES),
    ),
    Indicator(
        "visitors.no_show",
        _names("Chaqirilganda kelmaganlar", "Не подошли на вызов", "Did not come when called"),
        _names(
            "kelmagan chaqirilganlar ÷ berilgan talonlar",
            "не подошедшие на вызов ÷ выданные талоны",
            "visitors called who did not come ÷ tickets issued",
        ),
        Form.SHARE,
        "no_shows",
        "tickets_issued",
        "per cent",
        (Kind.TICKET_NO_SHOW, Kind.TICKET_ISSUED, Kind.TICKET_ENTERED),
        _JOURNAL,
        Direction.DOWN,
        splits=_PLACES,
    ),
    Indicator(
        "cases.on_time",
        _names("Muddatida hal qilingan arizalar", "Дела, решённые в срок", "Decided within the legal time"),
        _names(
            "belgilangan kungacha hal qilingan arizalar ÷ hal qilingan arizalar",
            "дела, решённые не позднее дня срока ÷ решённые дела",
            "applications decided on or before the day due ÷ applications decided",
        ),
        Form.SHARE,
        "cases_on_time",
        "cases_decided",
        "per cent",
        (Kind.CASE_DECIDED,),
        _JOURNAL,
        Direction.UP,
        95,
        splits=_PLACES,
    ),
    Indicator(
        "cases.first_time_right",
        _names("Birinchi tashrifdayoq toʻliq arizalar", "Дела, полные с первого раза", "Right the first time"),
        _names(
            "birinchi keltirilgandayoq toʻliq boʻlgan arizalar ÷ shular va qaytarilgan arizalar",
            "дела, полные при первой подаче ÷ они и возвращённые дела",
            "applications complete when first brought ÷ these and the applications handed back",
        ),
        Form.SHARE,
        "cases_first_time",
        "cases_judged",
        "per cent",
        (Kind.CASE_OPENED, Kind.CASE_RETURNED),
        _JOURNAL,
        Direction.UP,
        70,
        splits=_PLACES,
    ),
    Indicator(
        "satisfaction.satisfied",
        _names("Mamnun tashrif buyuruvchilar, 5 dan 4 yoki 5", "Довольны, 4 или 5 из 5", "Satisfied, 4 or 5 of 5"),
        _names(
            "birinchi savolga 4 yoki 5 javoblari ÷ barcha javoblar",
            "ответы 4 или 5 на первый вопрос ÷ все ответы",
            "answers 4 or 5 to the first question ÷ all answers",
        ),
        Form.SHARE,
        "answers_satisfied",
        "answers",
        "per cent",
        (Kind.SURVEY_ANSWERED,),
        _JOURNAL,
        Direction.UP,
        85,
        splits=("sex", *_PLACES),
    ),
    Indicator(
        "satisfaction.clear",
        _names(
            "Nima olib kelish va keyin nima boʻlishi tushunarli",
            "Понятно, что принести и что дальше",
            "Clear what to bring and what is next",
        ),
        _names(
            "ikkinchi savolga 4 yoki 5 javoblari ÷ barcha javoblar",
            "ответы 4 или 5 на второй вопрос ÷ все ответы",
            "answers 4 or 5 to the second question ÷ all answers",
        ),
        Form.SHARE,
        "answers_clear",
        "answers",
        "per cent",
        (Kind.SURVEY_ANSWERED,),
        _JOURNAL,
        Direction.UP,
        80,
        splits=("sex", *_PLACES),
    ),
    Indicator(
        "satisfaction.answer_rate",
        _names("Soʻrovga javob berganlar", "Ответили на опрос", "Answered the survey"),
        _names(
            "javoblar ÷ xizmat koʻrsatilgan tashriflar",
            "ответы ÷ обслуженные посетители",
            "answers ÷ visitors served",
        ),
        Form.SHARE,
        "answers",
        "visitors_served",
        "per cent",
        (Kind.SURVEY_ANSWERED, Kind.TICKET_SERVED),
        _JOURNAL,
        splits=("sex", *_PLACES),
    ),
    Indicator(
        "complaints.in_time",
        _names("Muddatida javob berilgan shikoyatlar", "Жалобы с ответом в срок", "Complaints answered in time"),
        _names(
            "oxirgi kunigacha javob berilgan shikoyatlar ÷ javob muddati shu davrga toʻgʻri kelgan shikoyatlar",
            "жалобы, на которые ответили не позже последнего дня ÷ жалобы, срок ответа на которые пришёлся на период",
            "complaints answered by their last day ÷ complaints whose last day to answer lies in the period",
        ),
        Form.SHARE,
        "complaints_in_time",
        "complaints_due",
        "per cent",
        (Kind.APPEAL_SENT, Kind.APPEAL_ANSWERED),
        "complaints",
        Direction.UP,
        95,
    ),
    Indicator(
        "staff.trained",
        _names("Oʻqitilgan xodimlar", "Обученные сотрудники", "Staff trained"),
        _names(
            "kamida bitta kursni tugatgan xodimlar soni",
            "число сотрудников, прошедших хотя бы один курс",
            "number of employees who completed at least one course",
        ),
        Form.COUNT,
        "staff_trained",
        None,
        "employees",
        (Kind.STAFF_TRAINED,),
        "staff register",
        splits=("sex",),
    ),
)

_TENTHS_BELOW = 10
"""Minutes."""

BY_CODE = {indicator.code: indicator for indicator in INDICATORS}


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator read: its value in its unit (None: nothing to divide by), and what it was computed from."""

    indicator: Indicator
    value: float | None
    numerator: int
    denominator: int | None
    state: str
    """"reached", "missed" or "untold" (no target, or no value)."""


def read(indicator: Indicator, measures: Measures, counts: Mapping[str, int] | None = None) -> Reading:
    """Return what an indicator says of `measures`; `counts` holds what the journal does not tell (services offered).

    Check: 3 of 4 visits within the promise give 75.0 per cent; waits of 300 and 600 seconds give a mean of 7.5 minutes.
    """
    numerator = _amount(indicator.numerator, measures, counts or {})
    denominator = None if indicator.denominator is None else _amount(indicator.denominator, measures, counts or {})
    value: float | None
    if indicator.form is Form.PERCENTILE:
        found = percentile(measures.wait_minutes, per_cent=indicator.per_cent or 50)
        value = None if found is None else float(found)
    elif denominator is None:
        value = float(numerator)
    elif denominator == 0:
        value = None
    else:
        value = numerator / denominator * (100 if indicator.form is Form.SHARE else 1 / 60)
    return Reading(indicator, value, numerator, denominator, _state(indicator, value))


def _amount(name: str, measures: Measures, counts: Mapping[str, int]) -> int:
    if name in counts:
        return counts[name]
    amount = getattr(measures, name, 0)
    return sum(amount) if isinstance(amount, tuple) else int(amount)


def _state(indicator: Indicator, value: float | None) -> str:
    if indicator.target is None or value is None:
        return "untold"
    told = as_told(value, indicator.form)
    good = told <= indicator.target if indicator.direction is Direction.DOWN else told >= indicator.target
    return "reached" if good else "missed"


def as_told(value: float, form: Form) -> float:
    """Return a value with the digits a reader is told, by which it is also judged: "95 %" has reached 95 per cent.

    Whole numbers, except a tenth where the whole number would tell too little: a mean of minutes below ten, a share that
    would look like all or nothing and is not.
    Check: 94.996 per cent is 95, 99.98 is 99.9, 0.02 is 0.1; 7.34 minutes are 7.3, 16.73 are 17.
    """
    whole = float(round(value))
    if form is Form.SHARE:
        near_an_end = whole in (0.0, 100.0) and whole != value
        return min(max(round(value, 1), 0.1), 99.9) if near_an_end else whole
    if form is Form.MEAN:
        return round(value, 1) if value < _TENTHS_BELOW else whole
    return whole
