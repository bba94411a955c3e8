"""Are two listings one event? Within a source for pipeline/identify.py, across sources for pipeline/merge.py."""
