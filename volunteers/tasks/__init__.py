from volunteers.tasks.feed import watch_feed_epoch
from volunteers.tasks.joining import forget_joining, pair_claims, send_sms
from volunteers.tasks.keys import count_vault_keys
from volunteers.tasks.merging import find_likely_duplicates
from volunteers.tasks.platforms import forget_nonces
from volunteers.tasks.webhooks import forget_messages, tell_webhooks

__all__ = [
    "count_vault_keys",
    "find_likely_duplicates",
    "forget_joining",
    "forget_messages",
    "forget_nonces",
    "pair_claims",
    "send_sms",
    "tell_webhooks",
    "watch_feed_epoch",
]
