"""One plain factory a model of the registry. People are invented; their numbers have the impossible sequence 000."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from tests.factories import CountyFactory, UserFactory
from volunteers import models, names, numbers, vault
from volunteers.choices import ConsentGiver, ConsentPurpose, Likeness
from volunteers.documents import check_character
from volunteers.kinds import DocumentKind

STEMS = str.maketrans("0123456789", "癸甲乙丙丁戊己庚辛壬")
COUNT = iter(range(1, 1_000_000))


def resident_number(serial, birth_date=dt.date(1990, 1, 1)):
    """A number nobody has: no region begins with 0, its sequence is 000; ``serial`` below 100,000."""
    body = f"0{serial:05d}{birth_date:%Y%m%d}000"
    return body + check_character(body)


def mobile_number(serial):
    return f"199{serial:08d}"


class PlatformFactory(DjangoModelFactory):
    class Meta:
        model = models.Platform

    code = factory.Sequence(lambda n: f"platform-{n}")
    name = factory.Sequence(lambda n: f"志愿平台{n}")
    rank = factory.Sequence(lambda n: n + 100)


def portal():
    made, _new = models.Platform.objects.get_or_create(code=models.PORTAL, defaults={"name": "川渝协同平台", "rank": 1})
    return made


class VolunteerFactory(DjangoModelFactory):
    """With an identity, unless ``identity=False``; ``identity__name`` and the like are given to its factory."""

    class Meta:
        model = models.Volunteer
        skip_postgeneration_save = True

    class Params:
        serial = factory.Sequence(lambda n: n)

    volunteer_no = factory.LazyAttribute(lambda made: numbers.make_number(900_000_000 + made.serial))
    home = factory.SubFactory(CountyFactory)
    registered_through = factory.LazyFunction(portal)
    birth_year = 1990

    @factory.post_generation
    def identity(self, create, extracted, **given):
        if extracted is None and create:
            IdentityFactory(volunteer=self, **given)


class IdentityFactory(DjangoModelFactory):
    class Meta:
        model = models.Identity
        exclude = ("document_number", "mobile_number")

    class Params:
        serial = factory.LazyFunction(lambda: next(COUNT))

    volunteer = factory.SubFactory(VolunteerFactory, identity=False)
    name = factory.LazyAttribute(lambda made: "样例" + str(made.serial).translate(STEMS))
    birth_date = dt.date(1990, 1, 1)
    document_kind = DocumentKind.RESIDENT_ID
    document_number = factory.LazyAttribute(lambda made: resident_number(made.serial, made.birth_date))
    mobile_number = factory.LazyAttribute(lambda made: mobile_number(made.serial))
    name_keys = factory.LazyAttribute(lambda made: names.search_keys(made.name))
    document = factory.LazyAttribute(lambda made: vault.seal("document", made.document_number))
    document_index = factory.LazyAttribute(lambda made: vault.blind_index("document", made.document_number))
    mobile = factory.LazyAttribute(lambda made: vault.seal("mobile", made.mobile_number))
    mobile_index = factory.LazyAttribute(lambda made: vault.blind_index("mobile", made.mobile_number))
    mobile_tail = factory.LazyAttribute(lambda made: vault.tail_index(made.mobile_number))


class GuardianFactory(DjangoModelFactory):
    class Meta:
        model = models.Guardian
        exclude = ("document_number", "mobile_number")

    class Params:
        serial = factory.LazyFunction(lambda: next(COUNT))

    volunteer = factory.SubFactory(VolunteerFactory)
    name = "样例监护人"
    relation = "parent"
    document_kind = DocumentKind.RESIDENT_ID
    document_number = factory.LazyAttribute(lambda made: resident_number(made.serial, dt.date(1980, 1, 1)))
    mobile_number = factory.LazyAttribute(lambda made: mobile_number(made.serial))
    document = factory.LazyAttribute(lambda made: vault.seal("document", made.document_number))
    document_index = factory.LazyAttribute(lambda made: vault.blind_index("document", made.document_number))
    mobile = factory.LazyAttribute(lambda made: vault.seal("mobile", made.mobile_number))
    mobile_index = factory.LazyAttribute(lambda made: vault.blind_index("mobile", made.mobile_number))
    mobile_tail = factory.LazyAttribute(lambda made: vault.tail_index(made.mobile_number))


class ConsentTextFactory(DjangoModelFactory):
    class Meta:
        model = models.ConsentText
        django_get_or_create = ("purpose", "version")

    purpose = ConsentPurpose.KEEP
    version = 1
    since = dt.date(2024, 6, 1)
    text_hans = text_hant = "我同意。"
    text_en = "I agree."


class ConsentFactory(DjangoModelFactory):
    class Meta:
        model = models.Consent

    volunteer = factory.SubFactory(VolunteerFactory)
    purpose = ConsentPurpose.KEEP
    text = factory.SubFactory(ConsentTextFactory, purpose=factory.SelfAttribute("..purpose"))
    given_by = ConsentGiver.SELF


class ServiceAreaFactory(DjangoModelFactory):
    class Meta:
        model = models.ServiceArea

    volunteer = factory.SubFactory(VolunteerFactory)
    region = factory.SubFactory(CountyFactory)


class PlatformAccountFactory(DjangoModelFactory):
    class Meta:
        model = models.PlatformAccount

    platform = factory.SubFactory(PlatformFactory)
    external_id = factory.Sequence(lambda n: f"account-{n}")
    volunteer = factory.SubFactory(VolunteerFactory)
    source_version = 1


class LikelyDuplicateFactory(DjangoModelFactory):
    class Meta:
        model = models.LikelyDuplicate

    first = factory.SubFactory(VolunteerFactory)
    second = factory.SubFactory(VolunteerFactory)
    reasons = [Likeness.NAME_BIRTH_MOBILE]


class DisclosureFactory(DjangoModelFactory):
    class Meta:
        model = models.Disclosure

    volunteer = factory.SubFactory(VolunteerFactory)
    by = factory.SubFactory(UserFactory)
    what = "document"
    reason = "核对证件号码后更正"
