import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as some

from volunteers.names import GIVEN, SURNAMES, read_name, search_keys

# typed, kept
GOOD = [
    ("张伟", "张伟"),
    (" 张 伟 ", "张伟"),
    ("张\u3000三丰", "张三丰"),
    ("欧阳娜娜", "欧阳娜娜"),
    ("李㛃", "李㛃"),
    ("王𤧞", "王𤧞"),
    ("王䶮", "王䶮"),
    ("刘𬭎", "刘𬭎"),
    ("金\uf90a", "金\uf90a"),  # a compatibility form: NFKC would write another character
    ("贺〇", "贺〇"),
    ("买买提·吐尔逊", "买买提·吐尔逊"),
    ("买买提•吐尔逊", "买买提·吐尔逊"),
    ("买买提‧吐尔逊", "买买提·吐尔逊"),
    ("买买提・吐尔逊", "买买提·吐尔逊"),
    ("买买提.吐尔逊", "买买提·吐尔逊"),
    ("买买提．吐尔逊", "买买提·吐尔逊"),
    ("买买提 · 吐尔逊", "买买提·吐尔逊"),
    ("阿沛·阿旺·晋美", "阿沛·阿旺·晋美"),
    ("John Smith", "John Smith"),
    ("Ｊｏｈｎ　Ｓｍｉｔｈ", "John Smith"),
    ("  John   F. Smith ", "John F. Smith"),
    ("Seán O’Brien", "Seán O'Brien"),
    ("Jose\u0301 García-López", "José García-López"),
    ("محمد علي", "محمد علي"),
    ("བཀྲ་ཤིས".replace("་", ""), "བཀྲཤིས"),
    ("张伟\u200b\ufeff", "张伟"),
    ("\u2f26伟", "子伟"),  # a radical copied from a PDF
    ("张" * 50, "张" * 50),
]  # fmt: skip
WRONG = [
    "", " ", "张", "㛃", "A", "张伟1", "张伟１", "1234", "zhang@example", "张伟\x00", "张\x07伟", "张伟(党员)",
    "张伟，李四", "张·", "·张伟", "买买提··吐尔逊", "--", "张伟\ue000", "张😀", "张伟;", "张/伟", "张" * 51,
    "<b>张伟</b>", "=张伟", "'张伟", "..", "张。",
]  # fmt: skip


@pytest.mark.parametrize(("typed", "kept"), GOOD)
def test_names_as_they_are_kept(typed, kept):
    assert read_name(typed) == kept
    assert read_name(kept) == kept


@pytest.mark.parametrize("typed", WRONG)
def test_what_is_no_name(typed):
    with pytest.raises(ValidationError) as refusal:
        read_name(typed)
    assert refusal.value.code == "name_wrong"


@given(some.text(max_size=60))
def test_any_text_is_a_name_or_a_refusal(text):
    try:
        found = read_name(text)
    except ValidationError as refusal:
        assert refusal.code == "name_wrong"  # noqa: PT017
    else:
        assert 2 <= len(found) <= 50
        assert read_name(found) == found
        assert not any(letter.isdigit() for letter in found)
        search_keys(found)


@given(
    some.text(some.characters(min_codepoint=0x20000, max_codepoint=0x323AF, categories=["Lo"]), min_size=2, max_size=9)
)
def test_rare_characters_stay_as_they_are(name):
    assert read_name(name) == name


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("张伟", "zhangwei zw"),
        ("单雄信", "shanxiongxin sxx danxiongxin dxx"),
        ("曾国藩", "zengguofan zgf cengguofan cgf"),
        ("仇英", "qiuying qy chouying cy"),
        ("任长霞", "renchangxia rcx renzhangxia rzx"),
        ("欧阳娜娜", "ouyangnana oynn"),
        ("尉迟敬德", "yuchijingde ycjd weichijingde wcjd"),
        ("万俟卨", "moqixie mqx"),
        ("吕布", "lvbu lb lyubu lubu"),
        ("买买提·吐尔逊", "maimaitituerxun mmttex"),
        ("José García-López", "josegarcialopez jgl jose garcia lopez"),
        ("李㛃", "lijie lj"),
        ("王𤧞", "wang w"),  # no dictionary says how it is read
        ("张A伟", "zhangawei zaw"),
    ],
)
def test_keys_by_which_a_name_is_found(name, keys):
    assert search_keys(name) == keys


def test_every_reading_in_our_lists_is_a_syllable():
    readings = {reading for table in (SURNAMES, GIVEN) for words in table.values() for reading in words}
    assert all(reading.isascii() and reading.isalpha() and reading.islower() for reading in readings)


def test_many_readings_have_an_end():
    assert len(search_keys("单" + "乐" * 20).split()) <= 16
