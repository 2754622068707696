"""The one table of cap and ratio: whoever joins and whoever staffs goes through it by every door."""

# People in a process block, clinicians, whether it may be.
CASES = [
    (4, 1, True),
    (6, 1, True),
    (7, 1, False),
    (7, 2, True),
    (10, 2, True),
]
