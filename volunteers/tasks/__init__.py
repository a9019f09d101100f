from volunteers.tasks.feed import watch_feed_epoch

__all__ = ["watch_feed_epoch"]
