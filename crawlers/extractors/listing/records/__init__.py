"""Which lines belong to one event."""
