"""Send a file to Guiju, wait until it is imported, and read what was found; nothing but the standard library.

GUIJU_ADDRESS=http://127.0.0.1:8000 GUIJU_TOKEN=… python3 import_and_read.py cases.csv mapping.json
"""

import hashlib
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ADDRESS = os.environ.get("GUIJU_ADDRESS", "http://127.0.0.1:8000")
TOKEN = os.environ["GUIJU_TOKEN"]
PATIENCE = 120


def ask(path, body=None, headers=None):
    """What the interface answers, read; a refusal is told and ends the program."""
    said = {"Authorization": f"Bearer {TOKEN}", **(headers or {})}
    request = urllib.request.Request(f"{ADDRESS}/api/{path}", data=body, headers=said)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        refusal = json.load(error)
        sys.exit(f"{error.code} {refusal['code']}：{refusal['sentence']}{refusal['remedy']}")


def parts_of(fields, name, content, border):
    """A file and what is said of it, as a browser would send them."""
    pieces = []
    for field, value in fields.items():
        pieces.append(f'--{border}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode())
    head = f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    pieces += [f"{head}Content-Type: application/octet-stream\r\n\r\n".encode(), content, b"\r\n"]
    return b"".join([*pieces, f"--{border}--\r\n".encode()])


def send(file, mapping):
    """Send the file in; sent again, the same content is the same import."""
    content, said = file.read_bytes(), mapping.read_text(encoding="utf-8")
    digest = hashlib.sha256(content + said.encode()).hexdigest()
    body = parts_of({"source": "例子系统", "mapping": said}, file.name, content, digest)
    headers = {"Content-Type": f"multipart/form-data; boundary={digest}", "Idempotency-Key": digest}
    return ask("imports", body, headers)


def wait_for(job):
    """The job once it is over."""
    until = time.monotonic() + PATIENCE
    while job["state"] not in ("finished", "failed"):
        if time.monotonic() > until:
            sys.exit("导入还没有完成，请稍后再查。")
        time.sleep(0.5)
        job = ask(f"imports/jobs/{job['job']}")
    return job


def findings_of(cases):
    """The suspected findings of some cases; what is new is reported within a minute."""
    until, found = time.monotonic() + PATIENCE, []
    while not found and time.monotonic() < until:
        found = [one for case in cases for one in ask(f"findings?{urllib.parse.urlencode({'q': case})}")["items"]]
        time.sleep(0 if found else 1)
    return found


def main(file, mapping):
    """Import, then tell what was refused and what was found."""
    job = wait_for(send(file, mapping))
    if job["state"] == "failed":
        sys.exit(f"导入未办成：{job['message']}")
    result = job["result"]
    print(f"新记录 {result['recorded']} 条，与账本相同 {result['repeated']} 条，拒绝 {result['refused']} 行。")
    for row in ask(f"imports/{job['batch']}/refused")["items"]:
        print(f"第 {row['row']} 行：{row['reason']}")
    cases = sorted({line.split(",")[0] for line in file.read_text(encoding="utf-8").splitlines()[1:]})
    for one in findings_of(cases):
        law = "、".join(f"《{each['instrument']}》{each['article']}" for each in one["law"])
        print(f"{one['state_word']}：{one['value']} {one['title']}（{law}）")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
