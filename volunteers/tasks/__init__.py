from volunteers.tasks.feed import watch_feed_epoch
from volunteers.tasks.webhooks import forget_messages, tell_webhooks

__all__ = ["forget_messages", "tell_webhooks", "watch_feed_epoch"]
