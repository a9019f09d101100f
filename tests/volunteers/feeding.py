"""Factories of what goes out to platforms."""

import datetime as dt

import factory
from django.test import Client
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import Role
from accounts.services.tokens import issue_token
from tests.factories import chongqing, person, sichuan
from volunteers.choices import TransferKind
from volunteers.models import Platform, Transfer


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


def system_of(platform, **token):
    """Headers by which the system of a platform asks; its account is made."""
    account = person(Role.API_CLIENT)
    Platform.objects.filter(pk=platform.pk).update(client=account)
    given = {"whole_corridor": True, "may_write": True, "expires_at": timezone.now() + dt.timedelta(days=1)} | token
    _token, secret = issue_token(actor=person(Role.SECURITY_ADMINISTRATOR), user=account, purpose="exchange", **given)
    return {"Authorization": f"Bearer {secret}"}


class Puller:
    """A platform's system that keeps a copy: what it would hold if it did as the document says."""

    def __init__(self, platform):
        self.headers, self.client = system_of(platform), Client()
        self.cursor, self.copy, self.pages, self.ended = "", {}, [], {}

    def ask(self, **query):
        return self.client.get("/api/v1/volunteer-changes/", query, headers=self.headers)

    def pull(self, size=500):
        """To the end of what there is; the rows that came, in order."""
        came = []
        while True:
            answer = self.ask(size=size, **({"cursor": self.cursor} if self.cursor else {}))
            assert answer.status_code == 200, answer.content
            page = answer.json()
            self.take(page["results"])
            came += page["results"]
            self.cursor = page["cursor"]
            if not page["more"]:
                return came

    def take(self, rows):
        for row in rows:
            if row["volunteer"]:
                self.copy[row["volunteer_no"]] = row
            else:
                self.copy.pop(row["volunteer_no"], None)
                self.ended[row["volunteer_no"]] = row
