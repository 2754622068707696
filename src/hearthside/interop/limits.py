"""
How much is read from outside at once, all in one place.

These are what one machine reads in a few seconds, and no decision of a program: so they are no policy.
docs/how-to/import-your-roster.md tells them.
"""

MEGABYTE = 1024 * 1024

# A roster as a browser sends it: its files together, and what an archive may grow to.
UPLOAD_BYTES = 16 * MEGABYTE
UNPACKED_BYTES = 64 * MEGABYTE
ARCHIVE_FILES = 100
LONGEST_FILE_NAME = 200

# A bundle of people: far beyond what a program's records hold.
BUNDLE_BYTES = 32 * MEGABYTE
BUNDLE_ENTRIES = 5_000
