"""One pure module per kind of page: (Page, Source) -> RawEvent | Follow. No network, no clock."""
