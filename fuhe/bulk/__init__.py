"""Many documents: listed lazily, worked on in a bounded window, every result written down as it comes."""
