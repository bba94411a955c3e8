"""What a German postcode says by itself: its Land, if it says one, and the town its area is named after.

Postcode areas do not follow the borders of the Länder. A prefix stands here only where all of its postcodes lie in one
Land; the longest one that fits counts, and "-" marks an area that is shared, for which the answer is None.
Exact places per postcode need the GeoNames table, see `geonames.import_postcodes`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_AREAS: Mapping[str, str] = {
    "DE-BB": "019 03 049 12529 144 145 146 147 148 149 15 16 17268 17291 17326 17337 19309 1932 1933 19348 19357",
    "DE-BE": "10 12 13 140 141",
    "DE-BW": """681 682 683 6852 6853 6854 687 688 691 692 70 71 72 73 74 75 760 761 762 763 764 765 766 7670 77 78 79
        880 882 883 884 885 886 887 890 891 895 896 97877 97896 9790 9792 9794 9795 9798 9799""",
    "DE-BY": """637 638 639 80 81 82 83 84 85 86 87 88131 892 893 894 90 91 92 93 94 95 960 961 962 963 964 970 971 972
        973 974 975 976 977 978 97903 97904 97906 97907 97909""",
    "DE-HB": "27568 2757 27580 281 282 283 287",
    "DE-HE": """341 342 3445 3446 3447 3448 3449 345 346 35 360 361 362 363 372 55246 55252 60 61 630 631 632 633 634
        635 636 64 651 652 653 654 657 658 659 68519 686 69239 69434 69483 69488""",
    "DE-HH": "200 201 202 203 204 210 211 220 221 222 223 224 225 226 227",
    "DE-MV": "170 171 174 175 179 18 190 194 23923 2393 2394 2395 2396 2397 2398 2399",
    "DE-NI": """19273 212 213 216 217 26 271 272 273 274 276 277 278 2879 288 290 291 292 293 2943 2944 2945 2946 2947
        2948 2949 295 296 30 31 34346 34355 370 371 374 375 3760 3761 3762 3763 3764 37691 37697 37699 380 381 382 383
        384 385 386 387 485 48455 48465 48480 48488 48499 490 491 492 4940 4941 4942 4943 4944 4945 4956 4957 4958
        4959 496 497 498""",
    "DE-NW": """32 33 3441 3443 37671 37688 37696 40 41 42 44 45 46 47 480 481 482 483 48477 48485 48493 48496 486 487
        4947 4949 4950 4951 4952 4953 4954 50 51 52 530 531 532 533 53604 53639 537 538 539 570 571 572 573 574
        58 59""",
    "DE-RP": """51598 534 53501 53505 53518 53545 53557 53560 53562 53567 53572 53577 53579 53619 54 55 56 575 576 65582
        6648 6649 6650 6684 6685 6686 6687 6688 6689 669 67 7672 7673 7674 7675 7676 7677 768""",
    "DE-SH": "21465 21481 21493 215 228 229 2284 2286 2288 235 236 237 238 2390 2391 24 25 27498",
    "DE-SL": "660 661 662 663 6642 6644 6645 6653 6654 6655 6656 6657 6658 666 667 6680 6681 6682 6683",
    "DE-SN": """010 011 012 013 014 015 016 017 018 02 040 041 042 043 044 045 0464 0465 0466 0467 0468 047 080 081 082
        083 084 085 086 09""",
    "DE-ST": "060 061 062 063 064 066 067 068 069 2941 3848 388 389 39",
    "DE-TH": "0460 0461 0462 0463 070 072 073 074 075 076 077 364 373 965 98 99",
    "-": "22113 22145 21039 59969 07919 0795 07985",
}

_TOWNS = """
01 Dresden 02 Görlitz 03 Cottbus 04 Leipzig 06 Halle_(Saale) 07 Jena 08 Zwickau 09 Chemnitz
10 Berlin 12 Berlin 13 Berlin 14 Potsdam 15 Frankfurt_(Oder) 16 Oranienburg 17 Neubrandenburg 18 Rostock 19 Schwerin
20 Hamburg 21 Lüneburg 22 Hamburg 23 Lübeck 24 Kiel 25 Itzehoe 26 Oldenburg 27 Bremerhaven 28 Bremen 29 Celle
30 Hannover 31 Hildesheim 32 Herford 33 Bielefeld 34 Kassel 35 Gießen 36 Fulda 37 Göttingen 38 Braunschweig 39 Magdeburg
40 Düsseldorf 41 Mönchengladbach 42 Wuppertal 44 Dortmund 45 Essen 46 Oberhausen 47 Duisburg 48 Münster 49 Osnabrück
50 Köln 51 Köln 52 Aachen 53 Bonn 54 Trier 55 Mainz 56 Koblenz 57 Siegen 58 Hagen 59 Hamm
60 Frankfurt_am_Main 61 Bad_Homburg_vor_der_Höhe 63 Offenbach_am_Main 64 Darmstadt 65 Wiesbaden 66 Saarbrücken
67 Kaiserslautern 68 Mannheim 69 Heidelberg
70 Stuttgart 71 Ludwigsburg 72 Tübingen 73 Göppingen 74 Heilbronn 75 Pforzheim 76 Karlsruhe 77 Offenburg
78 Villingen-Schwenningen 79 Freiburg_im_Breisgau
80 München 81 München 82 Starnberg 83 Rosenheim 84 Landshut 85 Ingolstadt 86 Augsburg 87 Kempten_(Allgäu) 88 Ravensburg
89 Ulm 90 Nürnberg 91 Erlangen 92 Amberg 93 Regensburg 94 Passau 95 Bayreuth 96 Bamberg 97 Würzburg 98 Suhl 99 Erfurt
"""


def _pairs() -> Iterator[tuple[str, str | None]]:
    for land, prefixes in _AREAS.items():
        for prefix in prefixes.split():
            yield prefix, land if land != "-" else None


_LANDS: Mapping[str, str | None] = dict(_pairs())
_WORDS = [word.replace("_", " ") for word in _TOWNS.split()]
_ZONES: Mapping[str, str] = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))


def is_postcode(text: str) -> bool:
    """Whether the five digits could be a German postcode: its two-digit area exists."""
    return len(text) == 5 and text[:2] in _ZONES


def land_of(postcode: str) -> str | None:
    """The Land all places under this postcode lie in ("DE-NW"), or None when that is not certain."""
    for length in range(5, 1, -1):
        if postcode[:length] in _LANDS:
            return _LANDS[postcode[:length]]
    return None


def main_town(postcode: str) -> str | None:
    """The town the two-digit area is named after: a rough place, up to about 80 km away. None for no such area."""
    return _ZONES.get(postcode[:2])
