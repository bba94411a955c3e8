"""Where dates stand on a page, and whose they are: event, deadline, post."""
