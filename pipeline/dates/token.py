"""A token: a few characters of a text and what can be seen in them."""

from __future__ import annotations


class Token:
    """kind: date dot clock num year month wd range list comma slash sep label … word (see `words` for the worded
    kinds).

    a, b, c: numbers (date: day, month, year or -1; clock: hour, minute, offset minutes or -1); text: as written or
    its name.
    """

    __slots__ = ("a", "b", "c", "dot", "kind", "space", "text")

    def __init__(
        self, kind: str, text: str, a: int = -1, b: int = -1, c: int = -1, dot: bool = False, space: bool = False
    ) -> None:
        self.kind, self.text, self.a, self.b, self.c, self.dot, self.space = kind, text, a, b, c, dot, space

    def renamed(self, kind: str, text: str) -> Token:
        """The same token understood as something else."""
        return Token(kind, text, self.a, self.b, self.c, self.dot, self.space)
