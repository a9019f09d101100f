from core import heartbeat, tasks


def test_the_schedule_leaves_a_sign_of_life():
    assert not heartbeat.is_fresh(heartbeat.SCHEDULE)
    tasks.show_schedule_is_alive()
    assert heartbeat.is_fresh(heartbeat.SCHEDULE)
    assert not heartbeat.is_fresh(heartbeat.WORKER)
