"use strict";
// A receipt checked by itself (docs/ledger-format.md §6): leaf from the event, proof to the root, signature of the text.

const COLUMNS = ["stream", "seq", "type", "schema", "happened_at", "recorded_at", "actor", "actor_kind", "on_behalf",
  "unit_as_of", "idem_key"];
const FORM = new RegExp("^guiju-checkpoint-1\nledger: ([0-9a-f]{32})\nepoch: (0|[1-9][0-9]{0,17})\nhash: ([a-z0-9]{1,16})\n"
  + "size: (0|[1-9][0-9]{0,17})\nroot: ([0-9a-f]{64})\nsealed_at: (0|-?[1-9][0-9]{0,17})\nprevious: ([0-9a-f]{64})\n"
  + "schema: ([0-9a-f]{64})\n$");

const utf8 = (text) => new TextEncoder().encode(text);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function unhex(text) {
  if (typeof text !== "string" || !/^([0-9a-f]{2})*$/.test(text)) throw new Error("不是十六进制");
  return Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
}

function decimal(number) {
  if (!Number.isSafeInteger(number)) throw new Error("数值超出本页能精确计算的范围");
  return String(number);
}

function field(value) {
  const bytes = value instanceof Uint8Array ? value : utf8(typeof value === "number" ? decimal(value) : String(value));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return joined(length, bytes);
}

const byBytes = (one, other) => {
  for (let at = 0; at < Math.min(one.length, other.length); at += 1) if (one[at] !== other[at]) return one[at] - other[at];
  return one.length - other.length;
};

const HASHES = { sha256, sm3 };

function leafOf(event, hash) {
  const body = typeof event.body === "string" ? utf8(event.body) : unhex(event.body.hex);
  const keys = event.keys.map(([kind, value]) => [utf8(kind), utf8(value)]);
  keys.sort((one, other) => byBytes(one[0], other[0]) || byBytes(one[1], other[1]));
  const parts = [field("guiju-event-1"), ...COLUMNS.map((name) => field(event[name])), field(unhex(event.prev))];
  parts.push(field(keys.length), ...keys.flat().map((part) => field(part)));
  return hash(joined(Uint8Array.of(0), ...parts, hash(body)));
}

// RFC 9162 §2.1.3.2.
function rootOf(leaf, index, size, proof, hash) {
  let [place, last, reached] = [index, size - 1, leaf];
  const node = (left, right) => hash(joined(Uint8Array.of(1), left, right));
  for (const step of proof.map(unhex)) {
    if (last === 0) return null;
    if (place % 2 === 1 || place === last) {
      reached = node(step, reached);
      while (place % 2 === 0 && place > 0) [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
    } else {
      reached = node(reached, step);
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 ? reached : null;
}

// What holds and what does not; `trusted` are public keys by id, and nothing that the receipt brings along is believed.
function checkReceipt(said, trusted) {
  const event = said.event;
  const text = said.checkpoint.text;
  const form = FORM.exec(text);
  if (said.guiju !== "receipt-1" || form === null) throw new Error("不是本格式的回执");
  if (form[3] !== "sha256" && form[3] !== "sm3") throw new Error("本页不认得这种摘要算法，请用 guiju-verify");
  const hash = HASHES[form[3]];
  const size = Number(form[4]);
  const index = said.index;
  const leaf = leafOf(event, hash);
  const inside = Number.isSafeInteger(index) && index >= 0 && index < size;
  const root = inside ? rootOf(leaf, index, size, said.proof, hash) : null;
  const key = trusted[said.checkpoint.key_id];
  const isRight = (id, public_) => hex(sha256(unhex(public_))).slice(0, 16) === id;
  return {
    leaf: hex(leaf) === event.leaf,
    proof: root !== null && hex(root) === form[5] && said.checkpoint.size === size && said.ledger === form[1],
    time: BigInt(event.recorded_at) <= BigInt(form[6]),
    signature: key !== undefined && isRight(said.checkpoint.key_id, key)
      && signatureHolds(unhex(key), unhex(said.checkpoint.signature), utf8(text)),
    size,
    sealedAt: Number(form[6]),
  };
}
