"""SM2 signatures with SM3 (GB/T 32918.2), verification only."""

from guiju.facts.verify.parts.digests import sm3

SM2_P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
SM2_A = SM2_P - 3
SM2_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
SM2_N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
SM2_G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
SM2_DEFAULT_ID = b"1234567812345678"

Jacobian = tuple[int, int, int]
"""X, Y, Z of a point: x = X/Z², y = Y/Z³; Z = 0 at infinity."""


def _sm2_double(point: Jacobian) -> Jacobian:
    x, y, z = point
    if not y:
        return 1, 1, 0
    y2 = y * y % SM2_P
    s, m = 4 * x * y2 % SM2_P, 3 * (x - z * z) * (x + z * z) % SM2_P
    x3 = (m * m - 2 * s) % SM2_P
    return x3, (m * (s - x3) - 8 * y2 * y2) % SM2_P, 2 * y * z % SM2_P


def _sm2_add(one: Jacobian, other: Jacobian) -> Jacobian:
    (x1, y1, z1), (x2, y2, z2) = one, other
    if not z1:
        return other
    if not z2:
        return one
    a, b = z1 * z1 % SM2_P, z2 * z2 % SM2_P
    u1, u2, s1, s2 = x1 * b % SM2_P, x2 * a % SM2_P, y1 * z2 * b % SM2_P, y2 * z1 * a % SM2_P
    if u1 == u2:
        return _sm2_double(one) if s1 == s2 else (1, 1, 0)
    h, r = u2 - u1, s2 - s1
    h2 = h * h % SM2_P
    h3, v = h * h2 % SM2_P, u1 * h2 % SM2_P
    x3 = (r * r - h3 - 2 * v) % SM2_P
    return x3, (r * (v - x3) - s1 * h3) % SM2_P, h * z1 * z2 % SM2_P


class Sm2Key:
    """A public key of 64 bytes, x and y; ``identity`` is the signer's, as the standard distinguishes signers.

    Raises:
        ValueError: the bytes are no point of the curve.
    """

    def __init__(self, public: bytes, identity: bytes = SM2_DEFAULT_ID) -> None:
        x, y = int.from_bytes(public[:32], "big"), int.from_bytes(public[32:], "big")
        if len(public) != 64 or x >= SM2_P or y >= SM2_P or (y * y - x * x * x - SM2_A * x - SM2_B) % SM2_P:
            raise ValueError("not a point of the curve")
        self.public = public
        self._point: Jacobian = (x, y, 1)
        curve = b"".join(number.to_bytes(32, "big") for number in (SM2_A, SM2_B, *SM2_G))
        self._about = sm3((8 * len(identity)).to_bytes(2, "big") + identity + curve + public)

    def holds(self, signature: bytes, message: bytes) -> bool:
        """Whether ``signature``, r and s of 32 bytes each, over ``message`` is this key's."""
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        if len(signature) != 64 or not 0 < r < SM2_N or not 0 < s < SM2_N or not (r + s) % SM2_N:
            return False
        e = int.from_bytes(sm3(self._about + message), "big")
        base: Jacobian = (*SM2_G, 1)
        choices = ((1, 1, 0), base, self._point, _sm2_add(base, self._point))
        t = (r + s) % SM2_N
        point: Jacobian = (1, 1, 0)
        for bit in range(255, -1, -1):
            point = _sm2_double(point)
            choice = (s >> bit & 1) | (t >> bit & 1) << 1
            if choice:
                point = _sm2_add(point, choices[choice])
        x, _, z = point
        return bool(z) and (e + x * pow(z * z, -1, SM2_P) % SM2_P) % SM2_N == r
