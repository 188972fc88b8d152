"""The issued document as a page, read by another program than the one that made it."""

from __future__ import annotations

from datetime import UTC, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from filing import FATHER, WEDNESDAY, WIDOW, filed, granted
from pypdf import PdfReader

from darcha.cases import actions, queries
from darcha.cases.wording import clock_words
from darcha.kernel.actor import system
from darcha.plumbing import signing, translations

pytestmark = pytest.mark.django_db

WORDS = {
    "uz": ("uz", "Boquvchisini yoʻqotganlik pensiyasi", "Shaxsiy raqami", "Haqiqiymi? Tekshiring"),
    "uz-cyrl": ("uz", "Боқувчисини йўқотганлик пенсияси", "Шахсий рақами", "Ҳақиқийми? Текширинг"),
    "ru": ("ru", "Пенсия по случаю потери кормильца", "Персональный номер", "Подлинный? Проверьте"),
    "en": ("en", "Survivor's pension", "Personal number", "Is it genuine? Check"),
}


@pytest.fixture(scope="module", autouse=True)
def spoken() -> None:
    translations.main()


def page(language: str) -> tuple[actions.OpenedCase, actions.Issued, bytes]:
    opened = granted(filed("PJ-03", applicant=WIDOW, language=language))
    issued = actions.issue_document(case_id=opened.case_id, at=WEDNESDAY, by=system("test"))
    return opened, issued, queries.document_pdf(code=issued.verification_code, address="https://darcha.example/")


@pytest.mark.parametrize("language", WORDS)
def test_the_paper_says_the_same_facts_in_the_language_of_the_case(language: str) -> None:
    lang, title, personal_number, genuine = WORDS[language]
    opened, issued, made = page(language)

    read = PdfReader(BytesIO(made))
    text = " ".join(read.pages[0].extract_text().replace("’", "'").split())

    assert len(read.pages) == 1
    assert str(read.trailer["/Root"]["/Lang"]).startswith(lang)
    for said in (
        title.replace("’", "'"),
        personal_number,
        genuine,
        WIDOW.name,
        "3•• ••• ••• ••• 10",
        "1974",
        issued.number,
        opened.number,
        "14.04.2010",
        "darcha.example/verify",
    ):
        assert said in text, (said, text)
    assert str(WIDOW.personal_number) not in text


def test_the_paper_is_tagged_and_says_so() -> None:
    _, issued, made = page("uz")
    read = PdfReader(BytesIO(made))
    root = read.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert issued.number in str(read.metadata.title)
    assert b"pdfuaid" in root["/Metadata"].get_data()
    for font in read.pages[0]["/Resources"]["/Fonts" if "/Fonts" in read.pages[0]["/Resources"] else "/Font"].values():
        assert "NotoSans" in str(font.get_object()["/BaseFont"])


def test_the_code_on_the_paper_leads_to_its_proof() -> None:
    _, issued, made = page("ru")
    read = PdfReader(BytesIO(made))
    links = [str(mark.get_object()["/A"]["/URI"]) for mark in read.pages[0]["/Annots"]]
    assert links == [f"https://darcha.example/verify/{issued.verification_code}/"]


def test_the_same_paper_is_the_same_to_the_byte() -> None:
    _, issued, made = page("uz")
    assert queries.document_pdf(code=issued.verification_code, address="https://darcha.example") == made


def test_the_longest_name_still_fits_one_page() -> None:
    from dataclasses import replace

    opened = granted(filed("QUR-01", applicant=replace(FATHER, name=("Абдурраҳмонжон " * 20)[:200].strip()), facts={}))
    issued = actions.issue_document(case_id=opened.case_id, at=WEDNESDAY, by=system("test"))
    made = queries.document_pdf(code=issued.verification_code, address="https://darcha.example")
    assert len(PdfReader(BytesIO(made)).pages) == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("uz", "15.05.2010: shundan keyin koʻrib chiqish muddatining (1 ish kuni) oxirgi kuni."),
        ("uz-cyrl", "15.05.2010: шундан кейин кўриб чиқиш муддатининг (1 иш куни) охирги куни."),
        ("ru", "14.05.2010: не раньше этого дня; по закону нужно подождать (1 месяц)."),
        ("en", "14.05.2010: not before this day; the law asks to wait 1 month."),
    ],
)
def test_the_reasoning_behind_a_day_is_told_in_words(language: str, said: str) -> None:
    opened = filed("FHDYO-02", applicant=FATHER, facts={"applicant.previously_married": False})
    tracked = queries.case_by_tracking_code(code=opened.tracking_code, at=WEDNESDAY)
    assert tracked is not None
    assert tracked.clock is not None
    assert said in clock_words(tracked.clock, language=language)


def test_a_house_with_a_key_gives_the_same_paper_signed_at_its_issue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, issued, unsigned = page("uz")
    monkeypatch.setattr(settings, "SIGNING_FILE", tmp_path / "signing.pem")
    signing.make_demo_signer(settings.SIGNING_FILE, at=WEDNESDAY - timedelta(days=1))
    made = queries.document_pdf(code=issued.verification_code, address="https://darcha.example")
    assert made.startswith(unsigned)
    mark = PdfReader(BytesIO(made)).trailer["/Root"]["/Perms"]["/DocMDP"]
    assert str(mark["/M"]).startswith(f"D:{WEDNESDAY.astimezone(UTC):%Y%m%d%H%M%S}")
