"""Faults planted into shipped catalogs, one message each, and the check meant to catch each."""

from pathlib import Path
from typing import NamedTuple

from handbill.library.roots import built_in_root

TITLE = "self-help.headline.title"
LEAD = "self-help.headline.lead"
PAPERS = "self-help.rights.papers"
CARD = "self-help.safety.card"
PHONE = "call.phone"
KEYWORD = "call.text-keyword"
WHATSAPP = "call.whatsapp"
DRAFT = "imprint.draft"


class Plant(NamedTuple):
    """A translation that is wrong; `also` are the checks that rightly see it as well."""

    check: str
    language: str
    address: str
    text: str
    also: tuple[str, ...] = ()


ERRORS = [
    Plant("placeholders", "es", PHONE, "Llame"),
    Plant("placeholders", "de", PHONE, "Rufen Sie an: %(Number)s"),
    Plant("placeholders", "ru", PHONE, "Звоните: %(number)s %(number)s"),
    Plant("placeholders", "uk", KEYWORD, "Надішліть СМС на номер %(number)s"),
    Plant("placeholders", "ar", PHONE, "للاتصال: %(number)d", ("script",)),
    Plant("placeholders", "ur", PHONE, "فون کریں: %(نمبر)s", ("script",)),
    Plant("placeholders", "hi", PHONE, "फ़ोन करें: {number}", ("script",)),
    Plant("placeholders", "th", PHONE, "โทร %%(number)s"),
    Plant("placeholders", "km", PHONE, "ទូរស័ព្ទទៅ %n", ("script",)),
    Plant("placeholders", "am", PHONE, "ወደ %(number.__class__)s ይደውሉ", ("script",)),
    Plant("placeholders", "zh-Hans", PHONE, "拨打 {0.__class__}", ("script", "digits")),
    Plant("placeholders", "ja", PHONE, "%(keyword)s に電話"),
    Plant("placeholders", "fr", PHONE, "Appelez le % (number)s"),
    Plant("markup", "es", TITLE, "<b>Hay ayuda</b> para usted."),
    Plant("markup", "ru", TITLE, "<script>Вы не одни.</script>"),
    Plant("markup", "ar", TITLE, "<img src=x onerror=y>لست وحدك."),
    Plant("markup", "ur", TITLE, "&rlm; آپ تنہا نہیں ہیں۔", ("script",)),
    Plant("markup", "hi", TITLE, "आप अकेले<br>नहीं हैं।"),
    Plant("markup", "th", TITLE, "</b>คุณไม่ได้อยู่คนเดียว"),
    Plant("markup", "km", TITLE, "<!-- អ្នក -->អ្នកមិនមែននៅម្នាក់ឯងទេ។"),
    Plant("markup", "am", TITLE, "ብቻዎን <a href=x>አይደሉም</a>።"),
    Plant("markup", "zh-Hans", TITLE, "你并不孤单 < 好。"),
    Plant("markup", "ja", TITLE, "&nbspあなたはひとりではありません。", ("script",)),
    Plant("digits", "es", TITLE, "Hay ayuda para usted: 911."),
    Plant("digits", "ru", TITLE, "Вы не одни, звоните 112."),
    Plant("digits", "ar", TITLE, "لست وحدك ٩١١."),
    Plant("digits", "ur", TITLE, "آپ تنہا نہیں ہیں ۱۵۔"),
    Plant("digits", "hi", TITLE, "आप अकेले नहीं हैं ११२।"),
    Plant("digits", "th", TITLE, "คุณไม่ได้อยู่คนเดียว ๑๙๑"),
    Plant("digits", "km", TITLE, "អ្នកមិនមែននៅម្នាក់ឯងទេ១។"),
    Plant("digits", "am", TITLE, "ብቻዎን አይደሉም ፩።"),
    Plant("digits", "zh-Hans", TITLE, "你并不孤单，拨打一一九。"),
    Plant("digits", "ja", TITLE, "あなたはひとりではありません１１０。"),
    Plant("digits", "fr", TITLE, "On peut vous aider ½."),
    Plant("address", "es", TITLE, "Hay ayuda para usted: www.ejemplo.org."),
    Plant("address", "de", TITLE, "Sie sind nicht allein: hilfe@beispiel."),
    Plant("address", "ru", TITLE, "Вы не одни: пример.рф."),
    Plant("address", "ar", TITLE, "لست وحدك مثال.شبكة."),
    Plant("address", "hi", TITLE, "आप अकेले नहीं javascript:alert हैं।", ("script",)),
    Plant("address", "pl", TITLE, "Nie musisz tel:numer."),
    Plant("address", "zh-Hans", TITLE, "你并不孤单：例子．中国。"),
    Plant("invisible", "es", TITLE, "Hay \u202eayuda\u202c para usted."),
    Plant("invisible", "fr", TITLE, "On peut\u2800 vous aider."),
    Plant("invisible", "ru", TITLE, "Вы не\u200b одни."),
    Plant("invisible", "ar", TITLE, "لست\u200f وحدك."),
    Plant("invisible", "ur", TITLE, "آپ \u2067تنہا\u2069 نہیں ہیں۔"),
    Plant("invisible", "hi", TITLE, "आप अकेले\u3164 नहीं हैं।", ("script",)),
    Plant("invisible", "th", TITLE, "คุณ\ufeffไม่ได้อยู่คนเดียว"),
    Plant("invisible", "km", TITLE, "អ្នក\u17b4មិនមែននៅម្នាក់ឯងទេ។"),
    Plant("invisible", "am", TITLE, "ብቻዎን\u200d አይደሉም።"),
    Plant("invisible", "zh-Hans", TITLE, "你并\u00ad不孤单。"),
    Plant("invisible", "ja", TITLE, "あなたは\u200cひとりではありません。"),
    Plant("damaged", "fr", TITLE, "On peut e\u0301couter."),
    Plant("damaged", "uk", TITLE, "Ви\u0306 не самі."),
    Plant("damaged", "ar", TITLE, "لست وحدك ا\u0653."),
    Plant("damaged", "ur", TITLE, "آپ تنہا نہیں ہیں ہ\u0654۔"),
    Plant("damaged", "hi", TITLE, "आप अकेले नहीं हैं \u0958।"),
    Plant("damaged", "ja", TITLE, "あなたか\u3099ひとりではありません。"),
    Plant("damaged", "zh-Hans", TITLE, "你并不孤\uf900。"),
    Plant("damaged", "am", TITLE, "ብቻዎን አይ\ufffdሉም።"),
    Plant("damaged", "km", TITLE, "អ្នកមិន\ufffdនៅម្នាក់ឯងទេ។"),
    Plant("damaged", "ru", TITLE, "Вы н\u0338е одни."),
    Plant("damaged", "es", TITLE, "Ha\u0316\u0317\u0318\u0319y ayuda para usted."),
    Plant("script", "es", TITLE, "H\u0430y ayuda para usted."),
    Plant("script", "de", TITLE, "Sie sind nicht allein, \u03bfder?", ("ending",)),
    Plant("script", "uk", TITLE, "Ви не c\u0430мі."),
    Plant("script", "ru", TITLE, "Вы не 𝐨дни."),
    Plant("script", "ar", TITLE, "لست وحدك help."),
    Plant("script", "ur", TITLE, "آپ تنہا ﻻ نہیں ہیں۔"),
    Plant("script", "hi", TITLE, "আप अकेले नहीं हैं।"),
    Plant("script", "th", TITLE, "ຄຸนไม่ได้อยู่คนเดียว"),
    Plant("script", "km", TITLE, "คអ្នកមិនមែននៅម្នាក់ឯងទេ។"),
    Plant("script", "am", TITLE, "ብቻዎን አይደሉም SOS።"),
    Plant("script", "zh-Hans", TITLE, "你并のは不孤单。"),
    Plant("script", "ja", TITLE, "あなたは혼자ではありません。"),
    Plant("english", "es", TITLE, "You are not alone.", ("english",)),
    Plant("english", "fr", LEAD, "Quelqu’un contrôle your travail, your papiers or the corps ?"),
    Plant("english", "pt-BR", DRAFT, "Draft translation"),
    Plant("english", "ru", TITLE, "You are not alone.", ("script",)),
    Plant("english", "ja", DRAFT, "Draft translation", ("script",)),
    Plant("excess", "es", TITLE, "Hay mucha ayuda para usted y su familia" + " aquí y ahora" * 12),
    Plant("excess", "zh-Hans", TITLE, "你并不孤单" + "，我们会帮助你" * 25 + "。"),
    Plant("excess", "km", TITLE, "អ្នកមិនមែននៅម្នាក់ឯងទេ" * 8 + "។"),
]
"""Texts that must never be printed."""

ADVICE = [
    Plant("spaces", "es", TITLE, " Hay ayuda para usted."),
    Plant("spaces", "ru", TITLE, "Вы  не одни."),
    Plant("spaces", "ar", TITLE, "لست\\nوحدك."),
    Plant("spaces", "ja", TITLE, "\u3000あなたはひとりではありません。"),
    Plant("doubled-word", "de", TITLE, "Sie sind nicht nicht allein."),
    Plant("doubled-word", "uk", TITLE, "Ви не не самі."),
    Plant("doubled-word", "ur", TITLE, "آپ تنہا نہیں ہیں ہیں۔"),
    Plant("doubled-word", "hi", TITLE, "आप अकेले नहीं हैं हैं।"),
    Plant("doubled-word", "am", TITLE, "ብቻዎን አይደሉም አይደሉም።"),
    Plant("ending", "es", TITLE, "Hay ayuda para usted"),
    Plant("ending", "ru", LEAD, "Кто-то распоряжается Вашим трудом или телом."),
    Plant("ending", "ar", LEAD, "هل يتحكم أحد في عملك أو أوراقك أو جسدك?"),
    Plant("ending", "hi", TITLE, "आप अकेले नहीं हैं!"),
    Plant("ending", "km", TITLE, "អ្នកមិនមែននៅម្នាក់ឯងទេ."),
    Plant("ending", "am", TITLE, "ብቻዎን አይደሉም."),
    Plant("ending", "zh-Hans", TITLE, "你并不孤单."),
    Plant("ending", "ja", DRAFT, "翻訳の下書き。"),
    Plant("ending", "ur", DRAFT, "ترجمے کا مسودہ۔"),
    Plant("brackets", "es", TITLE, "Hay ayuda (para usted."),
    Plant("brackets", "ar", TITLE, "لست )وحدك(."),
    Plant("brackets", "ja", TITLE, "あなたは「ひとりではありません。"),
    Plant("brackets", "zh-Hans", TITLE, "你并不（孤单。"),
    Plant("brackets", "ru", TITLE, 'Вы не \\"одни.'),
    Plant("glossary", "de", PAPERS, "Ihr Reisedokument und Ihre Papiere sollen bei Ihnen bleiben."),
    Plant("glossary", "zh-Hans", PAPERS, "你的东西应该由你自己保管。"),
    Plant("glossary", "th", PAPERS, "ของของคุณควรอยู่กับตัวคุณ"),
]
"""Texts that a person should look at again."""


def catalog_path(language: str) -> Path:
    folder = language.replace("-", "_")
    return built_in_root() / "translations" / folder / "LC_MESSAGES" / "handbill.po"


def shipped_text(language: str) -> str:
    return catalog_path(language).read_text("utf-8")


def spoiled(language: str, address: str, text: str) -> tuple[str, int]:
    """Return a shipped catalog with another text for one message, and the line it stands on."""
    lines = shipped_text(language).split("\n")
    start = lines.index(f'msgctxt "{address}"')
    number = next(n for n in range(start, len(lines)) if lines[n].startswith("msgstr "))
    lines[number] = f'msgstr "{text}"'
    return "\n".join(lines), number + 1
