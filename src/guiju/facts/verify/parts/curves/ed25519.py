"""Ed25519 (RFC 8032), verification only and strict; fixed tables per key make a hundred thousand signatures bearable.

A signature holds where S < L and the encoding of [S]B - [h]A equals R to the byte, so that neither S nor R nor A may be
written in a second way. A key of small order is refused: it would accept what nobody signed.
"""

import hashlib

ED_P = 2**255 - 19
ED_L = 2**252 + 27742317777372353535851937790883648493
_ED_D = -121665 * pow(121666, -1, ED_P) % ED_P
_ED_SQRT_M1 = pow(2, (ED_P - 1) // 4, ED_P)

Extended = tuple[int, int, int, int]
"""X, Y, Z, T of a point: x = X/Z, y = Y/Z, xy = T/Z."""
Cached = tuple[int, int, int]
"""y + x, y - x and 2dxy of a point."""

ED_ZERO: Extended = (0, 1, 1, 0)
"""The neutral point."""


def ed_add(one: Extended, other: Extended) -> Extended:
    """The sum of two points, doubling included."""
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a, b = (y1 - x1) * (y2 - x2) % ED_P, (y1 + x1) * (y2 + x2) % ED_P
    c, d = 2 * t1 * t2 * _ED_D % ED_P, 2 * z1 * z2 % ED_P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % ED_P, g * h % ED_P, f * g % ED_P, e * h % ED_P


def ed_decode(encoded: bytes) -> tuple[int, int]:
    """The affine point that 32 bytes stand for.

    Raises:
        ValueError: they stand for none, or do so in a second way.
    """
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    if len(encoded) != 32 or y >= ED_P:
        raise ValueError("not the canonical form of a point")
    u, v = (y * y - 1) % ED_P, (_ED_D * y * y + 1) % ED_P
    x = u * pow(v, 3, ED_P) * pow(u * pow(v, 7, ED_P), (ED_P - 5) // 8, ED_P) % ED_P
    if v * x * x % ED_P == -u % ED_P:
        x = x * _ED_SQRT_M1 % ED_P
    if v * x * x % ED_P != u or (x == 0 and sign):
        raise ValueError("not a point of the curve")
    return (ED_P - x if x & 1 != sign else x), y


def _ed_cache(points: list[Extended]) -> list[Cached]:
    """The cached forms of many points for the price of one inversion."""
    products, product = [], 1
    for _, _, z, _ in points:
        products.append(product)
        product = product * z % ED_P
    inverse = pow(product, -1, ED_P)
    out: list[Cached] = []
    for (x, y, z, _), before in zip(reversed(points), reversed(products), strict=True):
        one = inverse * before % ED_P
        inverse = inverse * z % ED_P
        x, y = x * one % ED_P, y * one % ED_P
        out.append((y + x, y - x, 2 * _ED_D * x * y % ED_P))
    return out[::-1]


def _ed_table(x: int, y: int, width: int) -> list[list[Cached]]:
    """For each window of ``width`` bits the multiples 0 … 2^(width-1) of the point there."""
    half = 1 << (width - 1)
    point: Extended = (x, y, 1, x * y % ED_P)
    points: list[Extended] = []
    windows = 254 // width + 1
    for _ in range(windows):
        multiple = ED_ZERO
        for _ in range(half + 1):
            points.append(multiple)
            multiple = ed_add(multiple, point)
        last = points[-1]
        point = ed_add(last, last)
    cached = _ed_cache(points)
    return [cached[start : start + half + 1] for start in range(0, len(cached), half + 1)]


def _ed_walk(point: Extended, table: list[list[Cached]], scalar: int, width: int) -> Extended:
    """``point`` plus the scalar's multiple of the table's point: one addition a window, digits from -half to half."""
    p, mask, half, whole = ED_P, (1 << width) - 1, 1 << (width - 1), 1 << width
    x, y, z, t = point
    for row in table:
        digit = scalar & mask
        scalar >>= width
        if digit > half:
            scalar += 1
            minus, plus, twice = row[whole - digit]
            twice = -twice
        elif digit:
            plus, minus, twice = row[digit]
        else:
            continue
        a, b, c, d = (y - x) * minus % p, (y + x) * plus % p, t * twice % p, 2 * z
        e, f, g, h = b - a, d - c, d + c, b + a
        x, y, z, t = e * f % p, g * h % p, f * g % p, e * h % p
    return x, y, z, t


ED_BASE = ed_decode((4 * pow(5, -1, ED_P) % ED_P).to_bytes(32, "little"))
"""The base point."""
_ED_BASE_TABLES: dict[int, list[list[Cached]]] = {}


class Ed25519Key:
    """A public key that is about to check some ``uses`` signatures: the more, the larger the tables it prepares.

    Raises:
        ValueError: the bytes are no public key, or one of small order.
    """

    def __init__(self, public: bytes, uses: int = 1) -> None:
        x, y = ed_decode(public)
        eightfold: Extended = (x, y, 1, x * y % ED_P)
        for _ in range(3):
            eightfold = ed_add(eightfold, eightfold)
        if eightfold[0] == 0:
            raise ValueError("a key of small order")
        self.public = public
        self._width = width = 4 if uses < 30 else 7 if uses < 2000 else 10
        self._table = _ed_table(ED_P - x, y, width)
        if width not in _ED_BASE_TABLES:
            _ED_BASE_TABLES[width] = _ed_table(*ED_BASE, width)

    def holds(self, signature: bytes, message: bytes) -> bool:
        """Whether ``signature`` over ``message`` is this key's."""
        if len(signature) != 64:
            return False
        scalar = int.from_bytes(signature[32:], "little")
        if scalar >= ED_L:
            return False
        told = hashlib.sha512(signature[:32] + self.public + message).digest()
        challenge = int.from_bytes(told, "little") % ED_L
        point = _ed_walk(ED_ZERO, _ED_BASE_TABLES[self._width], scalar, self._width)
        x, y, z, _ = _ed_walk(point, self._table, challenge, self._width)
        inverse = pow(z, -1, ED_P)
        encoded = (y * inverse % ED_P) | (x * inverse % ED_P & 1) << 255
        return encoded.to_bytes(32, "little") == signature[:32]
