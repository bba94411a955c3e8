"""The front door: the only package that knows crawlers, feeds and pipeline, and the only one that reads the clock."""
