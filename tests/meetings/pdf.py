"""Reads back what our own PDF files say: page sizes, and the text line by line as a reader would copy it."""

import re
import zlib
from dataclasses import dataclass

ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass
class Page:
    """Width and height in millimetres; ``lines`` from top to bottom, runs of one height joined."""

    size: tuple[int, int]
    lines: list[str]

    @property
    def text(self):
        return "\n".join(self.lines)


def pages(data):
    assert data.startswith(b"%PDF-")
    objects = {int(found[1]): found[2] for found in re.finditer(rb"(?s)(\d+) 0 obj(.*?)endobj", data)}
    kids = re.search(rb"/Type/Pages/Count \d+/Kids\[([^\]]*)\]", data)[1]
    return [_page(objects, objects[int(number)]) for number in re.findall(rb"(\d+) 0 R", kids)]


def text_of(data):
    return "\n".join(page.text for page in pages(data))


def _page(objects, page):
    box = [float(value) for value in re.search(rb"/MediaBox\[([^\]]*)\]", page)[1].split()]
    resources = objects[_number(page, rb"Resources")]
    fonts = {name: int(number) for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources)}
    maps = {name: _characters(_stream(objects[_number(objects[font], rb"ToUnicode")])) for name, font in fonts.items()}
    lines = {}
    for at, font, shown in _runs(_stream(objects[_number(page, rb"Contents")])):
        codes = [int.from_bytes(shown[place : place + 2], "big") for place in range(0, len(shown), 2)]
        lines.setdefault(at, []).append("".join(maps[font].get(code, "?") for code in codes))
    size = (round(box[2] / 72 * 25.4), round(box[3] / 72 * 25.4))
    return Page(size, ["".join(lines[at]) for at in sorted(lines, reverse=True)])


def _number(row, name):
    return int(re.search(rb"/" + name + rb" (\d+) 0 R", row)[1])


def _stream(row):
    body = row.partition(b"stream")[2].lstrip(b"\r\n")
    return zlib.decompressobj().decompress(body)


def _characters(cmap):
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", cmap.partition(b"endcodespacerange")[2])
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def _runs(content):
    """Height on the page, font and bytes of each piece of text."""
    height = 0.0
    string = rb"\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f]*>"
    pattern = rb"(?s)([\d.-]+) cm\b|/(f\d+) [\d.]+ Tf|(\[(?:" + string + rb"|[^\]()<>])*\]TJ|(?:" + string + rb")Tj)"
    font = None
    for found in re.finditer(pattern, content):
        if found[1]:
            height = round(float(found[1]))
        elif found[2]:
            font = found[2]
        else:
            strings = re.findall(rb"(?s)" + string, found[0])
            yield height, font, b"".join(_bytes(string) for string in strings)


def _bytes(string):
    if string.startswith(b"<"):
        return bytes.fromhex(string[1:-1].decode())
    return re.sub(
        rb"(?s)\\([0-7]{3}|.)",
        lambda found: bytes([int(found[1], 8)]) if len(found[1]) == 3 else ESCAPES.get(found[1], found[1]),
        string[1:-1],
    )
