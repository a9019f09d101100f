from volunteers.tasks.feed import watch_feed_epoch
from volunteers.tasks.platforms import forget_nonces

__all__ = ["forget_nonces", "watch_feed_epoch"]
