"""What a record says: title, link, place, time, end, marks, description."""
