from volunteers.tasks.platforms import forget_nonces

__all__ = ["forget_nonces"]
