"""What the words of an event say about it. Used by pipeline/tag.py."""
