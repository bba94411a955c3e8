"""Words of what became of an event: moved, cancelled, booked out. German and English. Tables only."""

from __future__ import annotations

from crawlers.extractors.listing.wording.patterns import parts

# Without one of these no text says what became of an event: spares the full reading.
MARKED = parts(
    r"""
    sag || fäll || ausfall || faell || entf ||
    storn || gestr || cancel || nicht statt || called || verschob || verschieb ||
    verleg || vertagt || postpon || änderung || aenderung || neue || ersatz || nachhol || resched || moved ||
    new date ||
    warteliste || wait || ausge || ausver || sold || book || belegt || plätze || plaetze || seats || places || spots
    """
)
