"""Where things are: towns, postcodes, Länder and regions, and the words that name them. Used by pipeline/places.py."""
