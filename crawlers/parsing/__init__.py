"""One answer read: in a worker process with limits, every way that fits, cleaned at the door."""
