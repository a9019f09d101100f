"""Brands that activities carry."""

from django.db import transaction

from activities.models import Brand
from activities.services.shared import lock, set_fields

FIELDS = frozenset({"name", "home_region", "since", "description"})


@transaction.atomic
def create_brand(*, actor, **fields):
    return set_fields(Brand(), fields, FIELDS)


@transaction.atomic
def edit_brand(*, actor, brand, **changes):
    return set_fields(lock(brand), changes, FIELDS)
