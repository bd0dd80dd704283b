"""Wording: what two texts alone tell; sound texts of every script pass."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handbill.model.scripts import is_blank, is_foreign, is_invisible, script_of
from handbill.model.wording import LONGEST_NAMED, MOST_NAMED, Wording, errors_of, problems_of
from tests.library.workspaces import is_finished

NAMES = frozenset({"WhatsApp", "SMS", "QR", "Handbill"})


def checks(english: str, text: str, language: str = "es", **more: frozenset[str]) -> list[str]:
    return [one.check for one in problems_of(Wording(english, text, language, **more))]


ASK = "Is someone controlling your work?"
TELL = "You are not alone."
CALL = "Call %(number)s"

SOUND = [
    ("es", ASK, "¿Alguien controla su trabajo?"),
    ("es", TELL, "«No está solo.»"),
    ("de", TELL, "Sie sind nicht „allein“."),
    ("fr", ASK, "Quelqu’un contrôle votre travail\u202f?"),
    ("fr", TELL, "On peut vous aider (tous)."),
    ("pl", TELL, "Nie musisz radzić sobie w pojedynkę."),
    ("vi", TELL, "Bạn không đơn độc."),
    ("tr", TELL, "Yalnız değilsiniz."),
    ("ht", TELL, "Ou pa pou kont ou."),
    ("ru", TELL, "Вы не одни."),
    ("ru", "Chat on WhatsApp", "Чат в WhatsApp"),
    ("uk", TELL, "Ви не самі, пам’ятайте."),
    ("ar", ASK, "هل يتحكم أحد في عملك؟"),
    ("ar", TELL, "لستَ وحدَكَ."),
    ("ar", TELL, "لســت وحدك."),
    ("fa", ASK, "آیا کسی کار شما را می\u200cگیرد؟"),
    ("ur", TELL, "آپ تنہا نہیں ہیں۔"),
    ("hi", TELL, "आप अकेले नहीं हैं।"),
    ("hi", TELL, "आप अकेले नहीं हैं."),
    ("bn", TELL, "আপনি একা নন।"),
    ("ta", TELL, "நீங்கள் தனியாக இல்லை."),
    ("th", TELL, "คุณไม่ได้อยู่คนเดียว"),
    ("th", "Say the words", "พูดคำซ้ำๆ ก็ได้"),
    ("lo", TELL, "ທ່ານບໍ່ໄດ້ຢູ່ຄົນດຽວ"),
    ("km", TELL, "អ្នកមិនមែននៅម្នាក់ឯងទេ។"),
    ("my", TELL, "သင်တစ်ယောက်တည်းမဟုတ်ပါ။"),
    ("am", TELL, "ብቻዎን አይደሉም።"),
    ("ti", ASK, "ስራሕኩም ዝቆጻጸር ሰብ ኣሎ፧"),
    ("zh-Hans", TELL, "你并不孤单。"),
    ("zh-Hans", ASK, "有人在控制你的工作吗？"),
    ("zh-Hans", "One of a hundred", "百分之一"),
    ("zh-Hant", TELL, "你並不孤單。"),
    ("ja", TELL, "あなたはひとりではありません。"),
    ("ja", CALL, "%(number)s にデンワ"),
    ("ko", TELL, "당신은 혼자가 아닙니다."),
    ("el", ASK, "Ελέγχει κάποιος τη δουλειά σας;"),
    ("hy", TELL, "Դուք միայնակ չեք։"),
    ("ka", TELL, "თქვენ მარტო არ ხართ."),
    ("so", TELL, "Kaligaa ma tihid."),
    ("es", "Note:", "Nota:"),
    ("zh-Hans", "Note:", "注意："),
    ("es", "Drugs & alcohol", "Drogas & alcohol"),
    ("es", "At 50 % off", "Al 50 % menos"),
    ("es", "<b>Call</b> <i>now</i>", "<i>Ahora</i> <b>llame</b>"),
    ("es", "one<br>two", "uno<br>dos"),
    ("pt-BR", "Date and time", "Data: hora"),
    ("de", "At the hotel", "Im Hotel: dort"),
    ("es", "Etc. and so on", "etc. o p. ej. así"),
    ("fr", TELL, "Nous nous aidons."),
]


@pytest.mark.parametrize(("language", "english", "text"), SOUND)
def test_a_sound_text_has_no_error(language: str, english: str, text: str) -> None:
    found = [str(one) for one in errors_of(Wording(english, text, language, names=NAMES))]
    assert found == []


@pytest.mark.parametrize(("language", "english", "text"), SOUND[:-10])
def test_a_sound_text_needs_no_advice(language: str, english: str, text: str) -> None:
    assert checks(english, text, language, names=NAMES) == []


BOLD = "<b>Call</b> <i>us</i> now"


@pytest.mark.parametrize(
    ("english", "text"),
    [
        pytest.param(BOLD, "<b>Llame</b> ya", id="a tag lost"),
        pytest.param(BOLD, "<b>Llame</b> <b>ya</b>", id="another tag"),
        pytest.param(BOLD, "<b onclick=x>Llame</b> <i>ya</i>", id="an attribute"),
        pytest.param(BOLD, "<B>Llame</B> <i>ya</i>", id="capitals"),
        pytest.param(BOLD, "<b>Llame <i>ya</b></i>", id="tags that cross"),
        pytest.param(BOLD, "</b>Llame<b> <i>ya</i>", id="closed before it opens"),
        pytest.param("Call<br>us", "Llame<br/>ya", id="another way to write it"),
        pytest.param("Call us", "Llame &amp; ya", id="entity"),
        pytest.param("Call us", "Llame &lt;b&gt; ya", id="entities of a tag"),
        pytest.param("Call us", "Llame &#60; ya", id="entity by number"),
        pytest.param("Call us", "Llame &rlm; ya", id="entity of a mark of direction"),
        pytest.param("Call us", "Llame &copy ya", id="entity without semicolon"),
        pytest.param("Call us", "Llame < ya", id="less than"),
    ],
)
def test_markup_must_be_that_of_the_english(english: str, text: str) -> None:
    assert "markup" in checks(english, text)


@pytest.mark.parametrize(
    "text",
    ["Va www.a.org", "Va a https://b", "Mail x@y", "Va ejemplo.org", "Va пример.рф", "tel:x",
     "mailto:x", "sms:x", "DATA:x", "Va ｗ．", "x＠y", "Fin.Otra frase"],
)  # fmt: skip
def test_an_address_may_not_be_added(text: str) -> None:
    expected = text != "Va ｗ．"
    assert ("address" in checks("Go there", text)) is expected


def test_an_address_of_the_english_may_stay_and_not_change() -> None:
    assert "address" not in checks("See www.example.org.", "Vea (www.example.org).")
    assert "address" in checks("See www.example.org.", "Vea www.example.com.")


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("一一九", "zh-Hans", True),
        ("一二", "zh-Hans", False),
        ("一一〇番", "ja", True),
        ("三三两两", "zh-Hans", False),
        ("第一", "zh-Hans", False),
    ],
)
def test_digits_of_han_in_a_row_are_a_number(text: str, language: str, found: bool) -> None:
    assert ("digits" in checks("Call", text, language)) is found


@pytest.mark.parametrize(
    ("language", "text", "doubled", "found"),
    [
        ("fr", "Si vous vous cachez", frozenset({"vous"}), False),
        ("fr", "Si vous vous cachez", frozenset(), True),
        ("es", "Sí, sí", frozenset(), False),
        ("es", "No. No venga", frozenset(), False),
        ("es", "a a", frozenset(), False),
        ("es", "nono no", frozenset(), False),
        ("hi", "हैं हैं।", frozenset(), True),
        ("hi", "काम कामयाब", frozenset(), False),
        ("ru", "не не,", frozenset(), True),
    ],
)
def test_a_word_twice_in_a_row_is_advised_on_unless_the_language_does_so(
    language: str, text: str, doubled: frozenset[str], found: bool
) -> None:
    assert ("doubled-word" in checks("Call us", text, language, doubled=doubled)) is found


def test_names_may_stay_in_letters_of_another_script() -> None:
    assert "script" not in checks("Write", "Пишите в WhatsApp", "ru", names=NAMES)
    assert "script" in checks("Write", "Пишите в WhatsApр", "ru", names=NAMES)
    assert "script" in checks("Write", "Пишите в Telegram", "ru", names=NAMES)


def test_english_itself_is_never_english_left_over() -> None:
    assert checks(TELL, TELL, "en") == []


def test_a_single_word_may_be_the_same_in_both_languages() -> None:
    assert checks("Chat", "Chat", "de") == []
    assert checks("Chat on WhatsApp", "Chat on WhatsApp", "de", names=NAMES) == ["english"]


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("%(a)s" + "".join(f"%({letter * 9})s" for letter in "abcdefgh"), "placeholders"),
        ("".join(chr(0xE000 + n) for n in range(99)), "invisible"),
        (" ".join("абвгд" + letter * 90 for letter in "абвгдежз"), "script"),
        (" ".join(f"{word} {word}" for word in ("aa", "bb", "cc", "dd", "ee", "ff", "gg")),
         "doubled-word"),
    ],
)  # fmt: skip
def test_of_many_faults_only_the_first_are_named_and_shortened(text: str, check: str) -> None:
    found = [one.message for one in problems_of(Wording("x", text, "es")) if one.check == check]
    assert 1 <= len(found) <= MOST_NAMED
    assert all(len(message) < 200 for message in found)
    assert all(word not in message for message in found for word in ["а" * (LONGEST_NAMED + 1)])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ñ" * 300_000, id="one word"),
        pytest.param("ñ " * 150_000, id="words"),
        pytest.param("aa" + " " * 300_000, id="spaces"),
        pytest.param("<" * 300_000, id="less than"),
        pytest.param("&" * 300_000, id="ampersands"),
        pytest.param("%(" * 150_000, id="placeholders"),
        pytest.param("(" * 300_000, id="brackets"),
        pytest.param("<b>" * 100_000, id="tags"),
        pytest.param("a." * 150_000, id="dots"),
        pytest.param("'" * 300_000, id="apostrophes"),
    ],
)
def test_a_text_as_long_as_a_book_is_judged_at_once(text: str) -> None:
    assert "excess" in checks("x", text)


@pytest.mark.parametrize(
    ("tag", "script"),
    [("es", "Latn"), ("ru", "Cyrl"), ("ar", "Arab"), ("ur", "Arab"), ("hi", "Deva"),
     ("th", "Thai"), ("km", "Khmr"), ("am", "Ethi"), ("zh-Hans", "Hans"), ("zh-Hant", "Hant"),
     ("ja", "Jpan"), ("ko", "Kore"), ("sr", "Cyrl"), ("sr-Latn", "Latn"), ("pa-PK", "Arab"),
     ("pa", "Guru"), ("zh-TW", "Hant"), ("en-XA", "Latn"), ("km-XK", "Khmr")],
)  # fmt: skip
def test_a_language_has_the_script_most_people_write_it_with(tag: str, script: str) -> None:
    assert script_of(tag) == script


@pytest.mark.parametrize(
    ("character", "tag", "foreign"),
    [("a", "es", False), ("а", "es", True), ("a", "ru", True), ("ー", "ja", False),
     ("々", "zh-Hans", False), ("カ", "zh-Hans", True), ("ۂ", "ur", False), ("ـ", "ar", False),
     ("𝐚", "es", True), ("ａ", "es", True), ("ﻻ", "ar", True), ("ำ", "th", False),
     ("\u0301", "es", False), ("।", "hi", False), ("7", "hi", False), ("ª", "es", False)],
)  # fmt: skip
def test_letters_belong_to_scripts(character: str, tag: str, foreign: bool) -> None:
    assert is_foreign(character, tag) is foreign


def test_what_unicode_would_hide_is_invisible() -> None:
    hidden = [*"\u00ad\u034f\u061c\u115f\u17b4\u180f\u200b\u200e\u2028\u2029\u202e\u2060\u2066",
              *"\u3164",
              *"\ufe0f\ufeff\uffa0\U000e0041\U000e0100\u2800\t\x00\ue000\uffff"]  # fmt: skip
    assert [f"{ord(one):04X}" for one in hidden if not is_invisible(one)] == []
    assert not any(map(is_invisible, "añ а 9.\n\u00a0\u202f\u3000ำ"))
    assert is_blank(" \n\u00a0\u3164")
    assert not is_blank(" .")


@settings(deadline=None)
@given(st.text(), st.text(), st.sampled_from(["es", "ar", "hi", "zh-Hans", "ja", "am", "en"]))
def test_any_two_texts_are_judged_in_finished_sentences(
    english: str, text: str, language: str
) -> None:
    for problem in problems_of(Wording(english, text, language)):
        assert is_finished(problem.message)
        assert len(problem.message) < 400


@settings(deadline=None)
@given(st.text())
def test_what_passes_is_normalised_and_holds_no_hidden_sign(text: str) -> None:
    if not list(errors_of(Wording(text, text, "es"))):
        assert unicodedata.is_normalized("NFC", text)
        assert not any(unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") for c in text
                       if c != "\n")  # fmt: skip
