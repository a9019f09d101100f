"""Names of people: one spelling, and the keys by which they are found.

Chinese characters stay as they were given, the rare ones of GB 18030 and the compatibility forms too: a name is written
as its owner writes it. Everything else is brought to one form (NFKC), and the dots of names to “·”.
"""

import re
import unicodedata
from functools import cache
from itertools import islice, product

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST, LONGEST = 2, 50
MOST_READINGS = 8

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
ORDINARY = re.compile("[\u4e00-\u9fff]{2,8}")  # nearly every name: taken as it is
ONE_HAN = re.compile(f"[{HAN}]")
BETWEEN_HAN = re.compile(rf"(?<=[{HAN}·])\s+(?=[{HAN}·])")
DOTS = re.compile(r"\s*[·•‧∙⋅・･᛫․]\s*")
LATIN_DOT = re.compile(rf"(?<=[{HAN}])\s*\.\s*(?=[{HAN}])")
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]+")
QUOTES = str.maketrans("’‘`´ʼ‐‑–—", "'''''----")

# Surnames that are read otherwise than the same character elsewhere, and those that are read in two ways.
SURNAMES = {
    "万俟": ("moqi",), "尉迟": ("yuchi", "weichi"), "长孙": ("zhangsun",), "单于": ("chanyu",), "澹台": ("tantai",),
    "令狐": ("linghu",), "呼延": ("huyan",), "宰父": ("zaifu",),
    "单": ("shan", "dan"), "曾": ("zeng", "ceng"), "仇": ("qiu", "chou"), "朴": ("piao", "pu"), "区": ("ou", "qu"),
    "解": ("xie", "jie"), "查": ("zha", "cha"), "盖": ("ge", "gai"), "翟": ("zhai", "di"), "覃": ("qin", "tan"),
    "任": ("ren",), "尹": ("yin",), "冼": ("xian",), "乐": ("yue", "le"), "召": ("shao", "zhao"), "尉": ("wei", "yu"),
    "繁": ("po", "fan"), "种": ("chong", "zhong"), "秘": ("bi", "mi"), "折": ("she", "zhe"), "员": ("yun", "yuan"),
    "贠": ("yun", "yuan"), "黑": ("he", "hei"), "隗": ("kui", "wei"), "缪": ("miao", "mou"), "宓": ("mi", "fu"),
    "么": ("yao", "me"), "牟": ("mou", "mu"), "谌": ("chen", "shen"), "都": ("du", "dou"), "祭": ("zhai", "ji"),
    "洗": ("xian", "xi"), "薄": ("bo", "bao"), "柏": ("bai", "bo"), "郇": ("xun", "huan"), "郗": ("xi", "chi"),
    "褚": ("chu", "zhu"), "适": ("kuo", "shi"), "藏": ("zang", "cang"), "强": ("qiang", "jiang"), "六": ("lu", "liu"),
    "吕": ("lv", "lyu", "lu"), "闾": ("lv", "lyu", "lu"),
}  # fmt: skip
# Characters of given names that people read in two ways.
GIVEN = {
    "乐": ("le", "yue"), "长": ("chang", "zhang"), "行": ("xing", "hang"), "茜": ("qian", "xi"),
    "晟": ("sheng", "cheng"), "朝": ("chao", "zhao"), "重": ("chong", "zhong"), "曾": ("zeng", "ceng"),
    "莘": ("xin", "shen"), "单": ("dan", "shan"), "藏": ("cang", "zang"), "调": ("diao", "tiao"),
    "颉": ("jie", "xie"), "柏": ("bo", "bai"), "参": ("can", "shen"), "伽": ("jia", "qie"), "邪": ("ye", "xie"),
    "都": ("du", "dou"), "弹": ("tan", "dan"),
}  # fmt: skip


def read_name(text: str) -> str:
    """A name as it is kept: 2 to 50 letters, with the dots, hyphens and spaces of names. Code ``name_wrong``."""
    if ORDINARY.fullmatch(text):
        return text
    plain = INVISIBLE.sub("", text).translate(QUOTES)
    plain = "".join(letter if ONE_HAN.match(letter) else unicodedata.normalize("NFKC", letter) for letter in plain)
    plain = unicodedata.normalize("NFC", plain) if not ONE_HAN.search(plain) else plain
    plain = LATIN_DOT.sub("·", DOTS.sub("·", " ".join(plain.split())))
    plain = BETWEEN_HAN.sub("", plain)
    if not _is_name(plain):
        raise ValidationError(
            _("A name has 2 to 50 letters or Chinese characters, no digits and no other signs than · - ' and a dot."),
            code="name_wrong",
        )
    return plain


def _is_name(plain: str) -> bool:
    if not SHORTEST <= len(plain) <= LONGEST or not _is_letter(plain[0]) or plain[-1] in "·-'" or "··" in plain:
        return False
    return sum(map(_is_letter, plain)) >= SHORTEST and all(letter in "·-'. " or _is_letter(letter) for letter in plain)


def _is_letter(letter: str) -> bool:
    """Letters of any script with the marks that belong to them, and 〇, which is a number to Unicode."""
    return unicodedata.category(letter)[0] in "LM" or letter == "〇"


def search_keys(name: str) -> str:
    """Words by which a name is found: “zhangwei zw” for 张伟. With every common reading, each word once.

    A name in letters gives its words without accents, the words together, and its initials.
    """
    if not ONE_HAN.search(name):
        return _keys_of_letters(name)
    words: dict[str, None] = {}
    for reading in islice(product(*_readings(name)), MOST_READINGS):
        words["".join(reading)] = None
        words["".join(_initials(reading, name))] = None
    return " ".join(words)


def _readings(name: str) -> list[tuple[str, ...]]:
    """The readings of the surname, then those of each further character. What has no reading is left out."""
    surname = name[:2] if len(name) > 2 and name[:2] in SURNAMES else name[:1]
    first = SURNAMES.get(surname) or _of_character(surname)
    return [part for part in (first, *map(_of_character, name[len(surname) :])) if part]


def _initials(reading: tuple[str, ...], name: str) -> list[str]:
    """One letter a character: a surname of two characters gives two."""
    first = reading[0]
    if len(name) > 2 and name[:2] in SURNAMES:
        return [first[0], _of_character(name[1])[0][0], *(syllable[0] for syllable in reading[1:])]
    return [syllable[0] for syllable in reading]


@cache
def _of_character(character: str) -> tuple[str, ...]:
    """The plain readings of one character; of a name's few thousand characters each is worked out once."""
    if character in GIVEN:
        return GIVEN[character]
    if not ONE_HAN.match(character):
        return (_folded(character),) if _folded(character) else ()
    from pypinyin import Style, lazy_pinyin  # half a second and 50 MB: only for who needs it

    found = lazy_pinyin(unicodedata.normalize("NFC", character), style=Style.NORMAL, errors="ignore")
    return tuple(dict.fromkeys((found[0], found[0].replace("v", "yu")))) if found else ()


def _folded(text: str) -> str:
    """Letters only, in lower case, without accents."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text.casefold()) if letter.isalpha())


def _keys_of_letters(name: str) -> str:
    words = [word for word in map(_folded, re.split(r"[\s·-]+", name)) if word]
    return " ".join(dict.fromkeys(["".join(words), "".join(word[0] for word in words), *words]))
