"""Lines and text values of iCalendar files, for everybody who writes one."""

_MOST_OCTETS = 75  # of a line, its end not counted: RFC 5545 section 3.1


def folded(line: str) -> bytes:
    """The line with its end; continued on lines that begin with a space where it is longer than 75 octets."""
    octets, pieces, most = line.encode(), [], _MOST_OCTETS
    while len(octets) > most:
        cut = most
        # Never inside a character: bytes 10xxxxxx continue one.
        while octets[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(octets[:cut])
        octets, most = octets[cut:], _MOST_OCTETS - 1
    return b"\r\n ".join([*pieces, octets]) + b"\r\n"


def escaped(text: str) -> str:
    """A text value: backslash, semicolon, comma and line end escaped (RFC 5545 section 3.3.11)."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
