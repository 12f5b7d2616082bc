"""Messages out: queued with the write that causes them, sent in the background, shown in an outbox."""
