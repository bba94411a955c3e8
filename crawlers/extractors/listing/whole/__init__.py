"""Pages that are no lists: one event, or events told in running text."""
