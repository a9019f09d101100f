from volunteers.tasks.joining import forget_joining, pair_claims, send_sms

__all__ = ["forget_joining", "pair_claims", "send_sms"]
