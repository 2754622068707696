"""Pages about observers."""
