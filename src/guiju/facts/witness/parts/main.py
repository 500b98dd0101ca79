"""The witness's command: init, trust, sign, serve, show, held."""

import argparse
import re
import sys
import time
from collections.abc import Callable, Sequence

from guiju.facts.verify.parts.keys import key_id_of, read_key_file
from guiju.facts.verify.parts.saying import Unreadable, utc
from guiju.facts.witness.parts.witness_desk import answer_request, answer_text
from guiju.facts.witness.parts.witness_home import draw_key, open_key, write_beside
from guiju.facts.witness.parts.witness_record import WitnessRecord, open_record
from guiju.facts.witness.parts.witness_request import read_request
from guiju.facts.witness.parts.witness_spool import read_regular, serve_spool

_SHOWN_AT_MOST = 20


def own_clock() -> int:
    """The witness's own clock, in microseconds since the epoch: it takes nobody else's word for the time."""
    return time.time_ns() // 1_000  # noqa: TID251 — a program of its own, whose own clock is the point


def main(arguments: Sequence[str] | None = None, clock: Callable[[], int] = own_clock) -> int:
    """Run the witness: 0 done, 1 refused, 2 unreadable."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character must not stop the witness.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    asked = _witness_parser().parse_args(arguments)
    try:
        return int(_VERBS[asked.verb](asked, clock))
    except Unreadable as error:
        print(f"{error.zh}\n{error.en}", file=sys.stderr)
    except OSError as error:
        print(f"文件读写失败：{error}\nA file cannot be read or written: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        return 0
    return 2


def _witness_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="guiju-witness",
        description="规矩账本的见证方：只签认不断增长的同一棵树。 Signs under a Guiju ledger only what continues it. "
        "退出码 exit status: 0 完成 done, 1 拒绝 refused, 2 不可读 unreadable.",
    )
    verbs = parser.add_subparsers(dest="verb", required=True)

    def add(name: str, about: str) -> argparse.ArgumentParser:
        verb = verbs.add_parser(name, help=about, description=about)
        verb.add_argument("--home", required=True, metavar="DIR", help="见证方自己的目录 the witness's own folder")
        return verb

    add("init", "生成密钥 draw a key")
    verb = add("trust", "登记账本的签名公钥 register a ledger's keys")
    verb.add_argument("keys", metavar="KEYFILE", help="每行“编号 公钥” lines of key id and public key")
    verb.add_argument("--ledger", required=True, metavar="NAME", help="账本编号 the ledger's name, 32 digits")
    verb = add("sign", "签认一份请求 answer one request")
    verb.add_argument("request", metavar="REQUEST.json")
    verb.add_argument("--out", metavar="ANSWER.json", help="写入文件；默认输出到屏幕 default: standard output")
    verb.add_argument("--accept-epoch", type=int, metavar="N", help="查明恢复理由后接受纪元 N accept this new epoch")
    verb = add("serve", "逐份签认文件夹里的请求 answer what lies in a spool folder")
    verb.add_argument("--spool", required=True, metavar="DIR", help="内有 requests 和 answers with these two inside")
    verb.add_argument("--every", type=float, default=2.0, metavar="SECONDS", help="间隔秒数 how often to look")
    verb.add_argument("--once", action="store_true", help="只做一遍 once only")
    for name, about in (
        ("show", "显示签认记录 what was signed, for paper"),
        ("held", "输出签过的检查点 as --held reads"),
    ):
        verb = add(name, about)
        verb.add_argument(
            "--ledger", metavar="NAME", help="账本编号；只有一个时可省略 may be left out where one is known"
        )
    return parser


def _init_home(asked: argparse.Namespace, clock: Callable[[], int]) -> int:
    key = draw_key(asked.home)
    with open_record(asked.home):
        # The tables are made now, so that a fault shows now.
        pass
    print(f"{key.key_id} {key.public.hex()}")
    return 0


def _trust_keys(asked: argparse.Namespace, clock: Callable[[], int]) -> int:
    if not re.fullmatch("[0-9a-f]{32}", asked.ledger):
        raise Unreadable("账本编号应是 32 位十六进制数字。", "A ledger's name is 32 hexadecimal digits.")
    publics = read_key_file(read_regular(asked.keys).decode("utf-8", "replace"))
    with open_record(asked.home) as record:
        for public in publics:
            record.trust(key_id_of(public), public, asked.ledger, clock())
            print(f"{asked.ledger} {key_id_of(public)}")
    return 0


def _sign_request(asked: argparse.Namespace, clock: Callable[[], int]) -> int:
    said = answer_request(asked.home, read_request(read_regular(asked.request)), clock(), asked.accept_epoch)
    if asked.out:
        write_beside(asked.out, answer_text(said))
    else:
        print(answer_text(said), end="")
    if said["refused"]:
        print(f"{said['refused']['zh']}\n{said['refused']['en']}", file=sys.stderr)
    return 1 if said["refused"] else 0


def _serve(asked: argparse.Namespace, clock: Callable[[], int]) -> int:
    open_key(asked.home)
    while True:
        for name, code in serve_spool(asked.home, asked.spool, clock):
            print(f"{utc(clock())} {name} {code or 'signed'}", flush=True)
        if asked.once:
            return 0
        time.sleep(max(asked.every, 0.05))


def _show(asked: argparse.Namespace, clock: Callable[[], int]) -> int:
    key = open_key(asked.home)
    with open_record(asked.home) as record:
        print(f"见证方 witness {key.key_id}\n公钥 public key {key.public.hex()}")
        for ledger in [asked.ledger] if asked.ledger else _ledgers_of(record):
            _show_ledger(record, ledger)
    return 0


def _show_ledger(record: WitnessRecord, ledger: str) -> None:
    rows = record.signed(ledger)
    print(f"\n账本 ledger {ledger}：已签认 signed {len(rows)}")
    for row in rows[-1:]:
        said = row.said
        print(f"最后签认 last\n  大小 size      {said.size}\n  树根 root      {said.root.hex()}")
        print(f"  封存 sealed_at {utc(said.sealed_at)}\n  签认 signed_at {utc(row.cosignature.signed_at)}")
        print(f"  纪元 epoch     {said.epoch}")
    for row in reversed(rows[-_SHOWN_AT_MOST:]):
        remark = f" · {row.remark}" if row.remark else ""
        print(f"{utc(row.cosignature.signed_at)} · {row.said.size} · {row.said.root.hex()}{remark}")
    for refused in record.refused(ledger):
        print(f"{utc(refused.refused_at)} · 拒绝 refused {refused.code}\n{refused.text.decode()}", end="")
        print(f"signature: {refused.ledger_key} {refused.ledger_signature.hex()}")


def _held(asked: argparse.Namespace, clock: Callable[[], int]) -> int:
    with open_record(asked.home) as record:
        known = _ledgers_of(record)
        if not asked.ledger and len(known) != 1:
            raise Unreadable("登记的账本不是正好一个，请用 --ledger 指明。", "Name the ledger with --ledger.")
        rows = record.signed(asked.ledger or known[0])
    if not rows:
        raise Unreadable("还没有签认过这个账本。", "Nothing of this ledger has been signed yet.")
    for row in rows:
        print(row.text.decode(), end="")
        print(f"signature: {row.ledger_key} {row.ledger_signature.hex()}")
        key_id, signed_at, signature = row.cosignature
        print(f"cosignature: {key_id} {signed_at} {signature.hex()}")
    return 0


def _ledgers_of(record: WitnessRecord) -> list[str]:
    return list(dict.fromkeys(ledger for _, ledger in record.trusted().values()))


_VERBS: dict[str, Callable[[argparse.Namespace, Callable[[], int]], int]] = {
    "init": _init_home,
    "trust": _trust_keys,
    "sign": _sign_request,
    "serve": _serve,
    "show": _show,
    "held": _held,
}
