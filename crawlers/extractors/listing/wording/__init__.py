"""The words by which all of this is told apart, German and English; and what they say of a text."""
