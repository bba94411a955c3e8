"""The page as readers see it: lines of text with their blocks, links, weight and zone."""
