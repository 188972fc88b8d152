"""The words a published catalogue is written in: the vocabularies of others, and the few words that are ours."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from babel.dates import get_day_names
from rdflib import URIRef
from rdflib.namespace import Namespace

from darcha.kernel.names import Names
from darcha.kernel.scripts import to_cyrillic

CPSV = Namespace("http://purl.org/vocab/cpsv#")
CV = Namespace("http://data.europa.eu/m8g/")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
LOCN = Namespace("http://www.w3.org/ns/locn#")
AUTHORITY = Namespace("http://publications.europa.eu/resource/authority/")

TAGS = MappingProxyType({"uz": "uz-Latn", "uz-cyrl": "uz-Cyrl", "ru": "ru", "en": "en"})
"""The house's codes of languages as BCP 47 has them: the script is part of what is said."""

PROFILE = URIRef("https://semiceu.github.io/CPSV-AP/releases/3.2.0/")
LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")
ADMINISTRATIVE_UNIT = URIRef("http://data.europa.eu/88u/dataset/atu-type")
MEDIA_TYPES = Namespace("https://www.iana.org/assignments/media-types/")


def in_four(uz: str, ru: str, en: str) -> Names:
    """Return a name in the four languages, its Cyrillic transliterated."""
    return Names(uz=uz, uz_cyrl=to_cyrillic(uz), ru=ru, en=en)


def joined(*parts: Names, between: str = " ") -> Names:
    """Return texts one after another, in each language."""
    return Names(
        uz=between.join(one.uz for one in parts),
        uz_cyrl=between.join(one.uz_cyrl for one in parts),
        ru=between.join(one.ru for one in parts),
        en=between.join(one.en for one in parts),
    )


def same(text: str) -> Names:
    """Return a text that is the same in every language."""
    return Names(uz=text, uz_cyrl=text, ru=text, en=text)


TITLE = in_four(
    "Yagona darcha xizmatlari katalogi", "Каталог услуг единого окна", "Catalogue of the services of the single window"
)
ABOUT = in_four(
    "Idoralar, xizmatlar, kerakli hujjatlar, muddatlar, toʻlovlar va qabul soatlari. Manbadan tekshirilmagani belgilab qoʻyilgan.",
    "Ведомства, услуги, нужные документы, сроки, плата и часы приёма. Не сверенное с источником отмечено.",
    "Departments, services, the papers they ask for, times, fees and opening hours. What was not looked up is marked.",
)
PUBLISHER = in_four("Yagona darcha", "Единое окно", "The single window")
COUNTRY = in_four("Oʻzbekiston", "Узбекистан", "Uzbekistan")
RESULT = in_four("Natija:", "Результат:", "Result:")
DEPENDS = in_four("Quyidagiga bogʻliq:", "Зависит от ответа:", "Depends on the answer:")
PER = in_four("Birlik:", "За единицу:", "Price for one:")
FREE = in_four("Bepul", "Бесплатно", "Free of charge")

CONCEPTS: Mapping[URIRef, Names] = MappingProxyType(
    {
        AUTHORITY["currency/UZS"]: in_four("Oʻzbek soʻmi", "Узбекский сум", "Uzbek soʻm"),
        AUTHORITY["concept-status/CURRENT"]: in_four("amalda", "действует", "current"),
        AUTHORITY["frequency/WEEKLY"]: in_four("har hafta", "еженедельно", "weekly"),
    }
)
"""Codes of the European Union's tables."""

LANGUAGES: Mapping[URIRef, Names] = MappingProxyType(
    {
        AUTHORITY["language/UZB"]: in_four("oʻzbekcha", "узбекский", "Uzbek"),
        AUTHORITY["language/RUS"]: in_four("ruscha", "русский", "Russian"),
        AUTHORITY["language/ENG"]: in_four("inglizcha", "английский", "English"),
    }
)

OWN_CONCEPTS: Mapping[str, Names] = MappingProxyType(
    {
        "event-life": in_four("hayotiy vaziyat", "жизненная ситуация", "life event"),
        "event-business": in_four("tadbirkorlik vaziyati", "деловая ситуация", "business event"),
        "role-consulted": in_four("soʻraladigan idora", "привлекаемое ведомство", "body that is asked"),
        "role-provider": in_four("xizmatni bajaruvchi", "исполнитель услуги", "body that does the work"),
        "paper": in_four("hujjat", "документ", "paper"),
        "bring": in_four("hujjatni olib kelish", "принести документ", "a paper to bring"),
        "unit-wd": in_four("ish kuni", "рабочий день", "working day"),
        "unit-cd": in_four("kalendar kuni", "календарный день", "calendar day"),
        "unit-wk": in_four("hafta", "неделя", "week"),
        "unit-mo": in_four("oy", "месяц", "month"),
        "unit-min": in_four("daqiqa", "минута", "minute"),
        "limit-maximum": in_four("eng koʻpi bilan", "не позднее", "at the latest then"),
        "limit-waiting_period": in_four("undan oldin emas", "не ранее", "not before then"),
        "silence-approve": in_four("sukut saqlash – rozilik", "молчание – согласие", "silence means granted"),
        "silence-refuse": in_four("sukut saqlash – rad etish", "молчание – отказ", "silence means refused"),
        "field-docs": in_four("hujjatlar", "документы", "papers"),
        "field-fee": in_four("toʻlov", "плата", "fee"),
        "field-time": in_four("muddat", "срок", "time"),
        "field-law": in_four("huquqiy asos", "правовое основание", "legal basis"),
        "field-steps": in_four("idoralar ishi", "действия ведомств", "work of other departments"),
        "field-form": in_four("ariza shakli", "анкета", "form"),
        "field-tacit": in_four("sukut qoidasi", "правило молчания", "rule of silence"),
        "field-four_eyes": in_four("ikki xodim qarori", "решение вдвоём", "four eyes at the decision"),
        "field-counter_minutes": in_four("darchadagi vaqt", "время у окна", "minutes at the window"),
    }
)

OWN_PROPERTIES: Mapping[str, str] = MappingProxyType(
    {
        "alreadyHeldBy": "The body that already holds the fact this kind of paper proves.",
        "writtenBy": "The body that writes this kind of paper.",
        "condition": "When it applies, in the language of conditions; without one: always. Of a table the first row that holds.",
        "freeIf": "When it costs nothing, in the language of conditions.",
        "statutoryCount": "The time of the law, in units of statutoryUnit; cv:processingTime is its longest calendar time.",
        "statutoryUnit": "The unit of statutoryCount; working days are those of the competent authority's week.",
        "statutoryKind": "Whether the time is a limit or a period to wait.",
        "silence": "What no decision in time means, where the law says so.",
        "notLookedUp": "A field that is (in part) plausible but was not looked up: an illustration, never law.",
        "uncertain": "A field whose source was cut or second-hand.",
        "multiples": "The fee in multiples of the base amount (BHM).",
    }
)
"""What CPSV-AP has no word for, each with what it means."""

_DAYS = {"uz": "uz", "uz-cyrl": "uz_Cyrl", "ru": "ru", "en": "en"}
SCHEMA_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def weekday(day: int) -> Names:
    """Return the name of a day of the week, 0 is Monday."""
    told = {code: str(get_day_names("wide", locale=locale)[day]) for code, locale in _DAYS.items()}
    return Names(uz=told["uz"], uz_cyrl=told["uz-cyrl"], ru=told["ru"], en=told["en"])
