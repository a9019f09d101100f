"""发文字号 as GB/T 9704 writes it: organ code, 〔year〕, number without leading zeros, 号. No database in here."""

import re
import unicodedata

OPENING, CLOSING = "[(﹝【（［〔", "])﹞】）］〕"
LONGEST_NUMBER = 50
_SHAPE = re.compile(rf"^(.*?)[{re.escape(OPENING)}](\d{{4}})[{re.escape(CLOSING)}]第?(\d+)号?$")


def normalised(text: str) -> str:
    """ "川府函[2022]095 号" → "川府函〔2022〕95号". ValueError for what is no document number."""
    narrow = "".join(_narrow(character) for character in text if not character.isspace())
    found = _SHAPE.match(narrow)
    if not found or not found[1] or int(found[3]) == 0:
        raise ValueError(text)
    number = f"{found[1]}〔{found[2]}〕{int(found[3])}号"
    if len(number) > LONGEST_NUMBER:
        raise ValueError(text)
    return number


def _narrow(character: str) -> str:
    """Full-width digits as digits."""
    return unicodedata.normalize("NFKC", character) if unicodedata.category(character) == "Nd" else character
