"""Factories of what goes out to platforms."""

import factory
from factory.django import DjangoModelFactory

from tests.factories import chongqing, person, sichuan
from volunteers.choices import TransferKind
from volunteers.models import Transfer


class TransferFactory(DjangoModelFactory):
    """Somebody in Sichuan looked at three people of Chongqing."""

    class Meta:
        model = Transfer

    kind = TransferKind.PAGE
    user = factory.LazyFunction(person)
    from_province = factory.LazyFunction(chongqing)
    to_province = factory.LazyFunction(sichuan)
    what = "名册"
    people = 3
    basis = "本人同意"
