"use strict";
// What the page shows of its own receipt, and of another that somebody lays on it.

const CHECKS = [
  ["leaf", "记录内容与其叶值相符", "The record gives its leaf"],
  ["proof", "叶值可推至检查点的树根", "The proof leads to the checkpoint's root"],
  ["time", "登记时间不晚于封存时间", "Recorded no later than sealed"],
  ["signature", "检查点由下列公钥签名", "The checkpoint is signed by the key below"],
];

function instant(micros, offset) {
  const shifted = new Date(micros / 1000 + offset * 60000).toISOString();
  const sign = offset < 0 ? "-" : "+";
  const span = `${String(Math.floor(Math.abs(offset) / 60)).padStart(2, "0")}:${String(Math.abs(offset) % 60).padStart(2, "0")}`;
  return `${shifted.slice(0, 19).replace("T", " ")}（UTC${sign}${span}）`;
}

// The first ten bytes of the leaf in Crockford's base32, in groups of four.
function shortCode(leaf) {
  const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  let number = BigInt(`0x${leaf.slice(0, 20)}`);
  let out = "";
  for (let at = 0; at < 16; at += 1, number >>= 5n) out = letters[Number(number & 31n)] + out;
  return `G1-${out.match(/..../g).join("-")}`;
}

function line(table, label, value) {
  const row = table.insertRow();
  const head = document.createElement("th");
  head.scope = "row";
  head.textContent = label;
  row.append(head);
  row.insertCell().textContent = value;
}

function show(text, trusted) {
  const labels = JSON.parse(document.getElementById("labels").textContent);
  const called = (name) => labels[name] || name;
  const verdict = document.getElementById("verdict");
  const list = document.getElementById("checks");
  const table = document.getElementById("record");
  list.replaceChildren();
  table.replaceChildren();
  let found = null;
  let said = null;
  try {
    said = JSON.parse(text);
    found = checkReceipt(said, trusted);
  } catch (error) {
    verdict.className = "bad";
    verdict.textContent = `不能核对：${error.message}。 Cannot be checked.`;
    return;
  }
  const holds = CHECKS.every(([name]) => found[name]);
  verdict.className = holds ? "good" : "bad";
  verdict.textContent = holds ? "回执成立。 The receipt holds." : "回执不成立。 The receipt does not hold.";
  for (const [name, zh, en] of CHECKS) {
    const item = document.createElement("li");
    item.className = found[name] ? "good" : "bad";
    item.textContent = `${found[name] ? "✓ 是" : "✗ 否"}：${zh}。${en}.`;
    list.append(item);
  }
  const event = said.event;
  const body = typeof event.body === "string" ? JSON.parse(event.body) : {};
  const offset = Number.isInteger(body.offset) ? body.offset : 480;
  document.getElementById("code").textContent = shortCode(event.leaf);
  document.querySelector("figure").hidden = event.leaf !== document.body.dataset.leaf;
  line(table, "事项", called(event.type));
  line(table, "发生时间", instant(event.happened_at, offset));
  line(table, "登记时间", instant(event.recorded_at, offset));
  line(table, "封存时间", instant(found.sealedAt, offset));
  line(table, "登记人", event.actor);
  for (const [name, value] of Object.entries(body.fields || {})) {
    line(table, called(name), Array.isArray(value) ? value.join("、") : String(value));
  }
  line(table, "账本", said.ledger);
  line(table, "封存序号", `${said.index}（检查点 ${found.size}）`);
  line(table, "叶值", event.leaf);
}

document.addEventListener("DOMContentLoaded", () => {
  const trusted = JSON.parse(document.getElementById("keys").textContent);
  const own = document.getElementById("receipt").textContent;
  show(own, trusted);
  document.getElementById("save").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([own], { type: "application/json" }));
    link.download = `${document.body.dataset.code}.json`;
    link.click();
  });
  document.getElementById("other").addEventListener("change", async (chosen) => {
    const [file] = chosen.target.files;
    if (file) show(await file.text(), trusted);
  });
});
