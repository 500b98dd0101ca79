"use strict";
// Ed25519 (RFC 8032), verification only and strict, as guiju-verify does it: S < L, canonical points, no small order.

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

const mod = (x) => ((x % P) + P) % P;

function power(base, exponent) {
  let out = 1n;
  for (let square = mod(base), left = exponent; left > 0n; left >>= 1n, square = mod(square * square)) {
    if (left & 1n) out = mod(out * square);
  }
  return out;
}

const inverse = (x) => power(x, P - 2n);
const D = mod(-121665n * inverse(121666n));
const ROOT = power(2n, (P - 1n) / 4n);

function little(bytes) {
  return bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * t1 * t2 * D);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(scalar, point) {
  let out = [0n, 1n, 1n, 0n];
  for (let left = scalar, doubled = point; left > 0n; left >>= 1n, doubled = add(doubled, doubled)) {
    if (left & 1n) out = add(out, doubled);
  }
  return out;
}

// The point that 32 bytes stand for, or null where they stand for none or do so in a second way.
function decode(bytes) {
  const number = little(bytes);
  const sign = number >> 255n;
  const y = number & (2n ** 255n - 1n);
  if (bytes.length !== 32 || y >= P) return null;
  const u = mod(y * y - 1n);
  const v = mod(D * y * y + 1n);
  let x = mod(u * power(v, 3n) * power(u * power(v, 7n), (P - 5n) / 8n));
  if (mod(v * x * x) === mod(-u)) x = mod(x * ROOT);
  if (mod(v * x * x) !== u || (x === 0n && sign === 1n)) return null;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

function encode([x, y, z]) {
  const one = inverse(z);
  let number = mod(y * one) | ((mod(x * one) & 1n) << 255n);
  const out = new Uint8Array(32);
  for (let at = 0; at < 32; at += 1, number >>= 8n) out[at] = Number(number & 255n);
  return out;
}

function joined(...parts) {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

function signatureHolds(key, signature, message) {
  if (key.length !== 32 || signature.length !== 64) return false;
  const scalar = little(signature.slice(32));
  const point = decode(key);
  if (point === null || scalar >= L || times(8n, point)[0] === 0n) return false;
  const challenge = little(sha512(joined(signature.slice(0, 32), key, message))) % L;
  const base = decode(Uint8Array.from([0x58, ...Array(31).fill(0x66)]));
  const minus = [mod(-point[0]), point[1], 1n, mod(-point[3])];
  return same(encode(add(times(scalar, base), times(challenge, minus))), signature.slice(0, 32));
}
