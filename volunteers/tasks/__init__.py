from volunteers.tasks.feed import watch_feed_epoch
from volunteers.tasks.keys import count_vault_keys

__all__ = ["count_vault_keys", "watch_feed_epoch"]
