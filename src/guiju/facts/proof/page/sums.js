"use strict";
// SHA-256 and SHA-512 (FIPS 180-4) over a Uint8Array, in plain script: a page opened from a disk needs nothing else.

function primes(count) {
  const found = [];
  for (let number = 2; found.length < count; number += 1) {
    if (found.every((prime) => number % prime !== 0)) found.push(number);
  }
  return found;
}

// The first `bits` bits of the fractional part of the n-th root of a prime, as the standard defines its constants.
function rootBits(prime, n, bits) {
  const target = BigInt(prime) << BigInt(bits * n);
  let low = 0n;
  let high = 1n << BigInt(bits + 16);
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(n) <= target) low = middle;
    else high = middle;
  }
  return low & ((1n << BigInt(bits)) - 1n);
}

const WORDS = {
  32: { start: primes(8).map((p) => rootBits(p, 2, 32)), round: primes(64).map((p) => rootBits(p, 3, 32)) },
  64: { start: primes(8).map((p) => rootBits(p, 2, 64)), round: primes(80).map((p) => rootBits(p, 3, 64)) },
};
const TURNS = {
  32: { a: [2n, 13n, 22n], e: [6n, 11n, 25n], early: [7n, 18n, 3n], late: [17n, 19n, 10n] },
  64: { a: [28n, 34n, 39n], e: [14n, 18n, 41n], early: [1n, 8n, 7n], late: [19n, 61n, 6n] },
};

function padded(data, block) {
  const tail = block === 64 ? 8 : 16;
  const zeros = (2 * block - 1 - tail - (data.length % block)) % block;
  const out = new Uint8Array(data.length + 1 + zeros + tail);
  out.set(data);
  out[data.length] = 0x80;
  let length = BigInt(data.length) * 8n;
  for (let at = out.length - 1; length > 0n; at -= 1, length >>= 8n) out[at] = Number(length & 255n);
  return out;
}

function sha2(data, width) {
  const w = BigInt(width);
  const mask = (1n << w) - 1n;
  const { start, round } = WORDS[width];
  const turns = TURNS[width];
  const turn = (x, by) => ((x >> by) | (x << (w - by))) & mask;
  const three = (x, by) => turn(x, by[0]) ^ turn(x, by[1]) ^ turn(x, by[2]);
  const mixed = (x, by) => turn(x, by[0]) ^ turn(x, by[1]) ^ (x >> by[2]);
  const size = width / 8;
  const bytes = padded(data, 16 * size);
  let state = start.slice();
  for (let block = 0; block < bytes.length; block += 16 * size) {
    const row = [];
    for (let at = 0; at < 16; at += 1) {
      let word = 0n;
      for (let one = 0; one < size; one += 1) word = (word << 8n) | BigInt(bytes[block + at * size + one]);
      row.push(word);
    }
    for (let at = 16; at < round.length; at += 1) {
      row.push((row[at - 16] + mixed(row[at - 15], turns.early) + row[at - 7] + mixed(row[at - 2], turns.late)) & mask);
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let at = 0; at < round.length; at += 1) {
      const first = (h + three(e, turns.e) + ((e & f) ^ (~e & mask & g)) + round[at] + row[at]) & mask;
      const second = (three(a, turns.a) + ((a & b) ^ (a & c) ^ (b & c))) & mask;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) & mask, c, b, a, (first + second) & mask];
    }
    state = [a, b, c, d, e, f, g, h].map((value, at) => (value + state[at]) & mask);
  }
  const out = new Uint8Array(8 * size);
  state.forEach((word, at) => {
    for (let one = 0; one < size; one += 1) out[at * size + one] = Number((word >> BigInt(8 * (size - 1 - one))) & 255n);
  });
  return out;
}

const sha256 = (data) => sha2(data, 32);
const sha512 = (data) => sha2(data, 64);
