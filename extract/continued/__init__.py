"""Tables that go on over a page break, joined as a view; the page tables stay as they are."""
