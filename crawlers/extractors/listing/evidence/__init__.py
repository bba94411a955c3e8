"""Whether records are events."""
