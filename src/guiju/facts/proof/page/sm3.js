"use strict";
// SM3 (GB/T 32905) over a Uint8Array; `padded` is that of sums.js.

const SM3_START = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];

function sm3(data) {
  const turn = (x, by) => (by % 32 === 0 ? x : (x << (by % 32)) | (x >>> (32 - (by % 32))));
  const bytes = padded(data, 64);
  const view = new DataView(bytes.buffer);
  let state = SM3_START.slice();
  for (let block = 0; block < bytes.length; block += 64) {
    const w = [];
    for (let j = 0; j < 16; j += 1) w.push(view.getInt32(block + 4 * j));
    for (let j = 16; j < 68; j += 1) {
      const x = w[j - 16] ^ w[j - 9] ^ turn(w[j - 3], 15);
      w.push(x ^ turn(x, 15) ^ turn(x, 23) ^ turn(w[j - 13], 7) ^ w[j - 6]);
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let j = 0; j < 64; j += 1) {
      const a12 = turn(a, 12);
      const ss1 = turn((a12 + e + turn(j < 16 ? 0x79cc4519 : 0x7a879d8a, j)) | 0, 7);
      const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
      const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
      const tt1 = (ff + d + (ss1 ^ a12) + (w[j] ^ w[j + 4])) | 0;
      const tt2 = (gg + h + ss1 + w[j]) | 0;
      [a, b, c, d] = [tt1, a, turn(b, 9), c];
      [e, f, g, h] = [tt2 ^ turn(tt2, 9) ^ turn(tt2, 17), e, turn(f, 19), g];
    }
    state = state.map((old, at) => old ^ [a, b, c, d, e, f, g, h][at]);
  }
  const out = new Uint8Array(32);
  state.forEach((word, at) => new DataView(out.buffer).setInt32(4 * at, word));
  return out;
}
