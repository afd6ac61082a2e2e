"""What FORMAT.md says of characters: the forbidden ones, and the table of well-formed UTF-8."""

# First, last, and what they are.  U+000A and U+000D are controls too; in a name they have rules of their own.
FORBIDDEN = [
    (0x0000, 0x001F, "the C0 controls"),
    (0x005C, 0x005C, "the backslash"),
    (0x007F, 0x009F, "DEL and the C1 controls"),
    (0x061C, 0x061C, "U+061C, which directs text"),
    (0x200E, 0x200F, "U+200E-200F, which direct text"),
    (0x2028, 0x2029, "U+2028-2029, which end lines"),
    (0x202A, 0x202E, "U+202A-202E, which direct text"),
    (0x2066, 0x2069, "U+2066-2069, which direct text"),
    (0xFEFF, 0xFEFF, "the byte order mark"),
    (0xFDD0, 0xFDEF, "the noncharacters U+FDD0-FDEF"),
] + [((plane << 16) + 0xFFFE, (plane << 16) + 0xFFFF, f"the noncharacters of plane {plane}") for plane in range(17)]


def is_forbidden(point):
    return any(first <= point <= last for first, last, _ in FORBIDDEN)


# Each row: the first bytes, then what each further byte may be.
TAIL = (0x80, 0xBF)
ROWS = [
    ((0xC2, 0xDF), [TAIL]),
    ((0xE0, 0xE0), [(0xA0, 0xBF), TAIL]),
    ((0xE1, 0xEC), [TAIL, TAIL]),
    ((0xED, 0xED), [(0x80, 0x9F), TAIL]),
    ((0xEE, 0xEF), [TAIL, TAIL]),
    ((0xF0, 0xF0), [(0x90, 0xBF), TAIL, TAIL]),
    ((0xF1, 0xF3), [TAIL, TAIL, TAIL]),
    ((0xF4, 0xF4), [(0x80, 0x8F), TAIL, TAIL]),
]


def row_of(first):
    """The bytes that a first byte calls for, or None if it can begin no row."""
    if first < 0x80:
        return []
    return next((tails for (low, high), tails in ROWS if low <= first <= high), None)
