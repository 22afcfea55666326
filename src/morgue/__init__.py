"""morgue: full-text search over news archives."""
