from accounts import feeds


def named_addresses(user):
    """The addresses of ``user`` that work, each with the ``name`` of its calendar; "" where it is not theirs today."""
    addresses = list(user.feed_addresses.usable())
    names = feeds.names_of(user, {address.subject for address in addresses})
    for address in addresses:
        address.name = names.get(address.subject, "")
    return addresses
