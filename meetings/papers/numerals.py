"""Chinese numerals of lists: 一、二、… 十、十一、… 九十九. No database in here."""

DIGITS = "零一二三四五六七八九"
MOST = 99


def numeral(number: int) -> str:
    """1 to 99; beyond that in digits, as nobody writes a list that long in words."""
    if not 1 <= number <= MOST:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十") + (DIGITS[ones] if ones else "")
