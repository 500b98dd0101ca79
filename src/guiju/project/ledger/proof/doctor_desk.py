"""`guiju doctor`: one screen on how the ledger stands, and what to do about what does not."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from django.db import connection

from guiju.facts.events import BACKUP_MADE, DRILL_FINISHED
from guiju.facts.keys.blind_index import FILE as INDEX_KEY
from guiju.facts.keys.person_keys import FILE as PERSONS
from guiju.facts.keys.person_keys import PersonKeys
from guiju.facts.keys.signer import PRIVATE, KeyStoreRefused
from guiju.facts.papers.census import take_census
from guiju.facts.papers.shelf import Shelf
from guiju.facts.privacy.destruction import list_destructions
from guiju.facts.privacy.first_keys import missing_keys
from guiju.facts.privacy.key_copies import KEPT
from guiju.facts.proof.notes import last_noted
from guiju.facts.proof.standing import faults
from guiju.facts.seal.memory import MemoryUnreadable, RolledBack, last_signed, recall, refuse_rollback
from guiju.facts.verify.parts.saying import utc
from guiju.project import env
from guiju.project.ledger.proof.modes import modes
from guiju.project.ledger.proof.soundness import unsound
from guiju.project.ledger.proof.witness_desk import NoWitnesses, vouched
from guiju.values.clock import DAY_SECONDS, SECOND, to_micros

_LATE = 60 * SECOND
_DAY = DAY_SECONDS * SECOND
_SCARCE, _FULL = 5 << 30, 1 << 30
_BACKUP_DUE, _BACKUP_OVERDUE, _DRILL_DUE = 26 * 3600 * SECOND, 7 * _DAY, 92 * _DAY


class Light(StrEnum):
    """How one thing stands."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the screen: what was looked at, how it stands, and what to do where it does not."""

    name: str
    light: Light
    told: str
    remedy: str = ""

    def to_json(self) -> dict[str, str]:
        """The line as data."""
        return {name: str(value) for name, value in asdict(self).items()}


def examine() -> list[Finding]:
    """Everything that can be seen from here, in the order in which it matters."""
    looks: tuple[Callable[[], Iterator[Finding]], ...] = (
        _modes, _soundness, _schema, _guards, _memory, _clock, _sealing, _room, _keys, _persons,
        _papers, _backups, _witnesses,
    )  # fmt: skip
    return [finding for look in looks for finding in look()]


def _modes() -> Iterator[Finding]:
    for name, is_right, told, remedy in modes():
        yield Finding(name, Light.OK if is_right else Light.BAD, told, "" if is_right else remedy)


def _soundness() -> Iterator[Finding]:
    said = unsound()
    if said:
        yield Finding(
            "数据库文件", Light.BAD, said[0], "停止写入，从备份恢复；先执行 guiju backup drill 确认备份可用。"
        )
    else:
        yield Finding("数据库文件", Light.OK, "完好")


def _schema() -> Iterator[Finding]:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield Finding("表结构", Light.BAD, f"有 {len(waiting)} 步升级没有执行", "先备份，再执行升级。")
    else:
        yield Finding("表结构", Light.OK, "与程序一致")


def _guards() -> Iterator[Finding]:
    found = faults()
    for fault in found:
        yield Finding("防改触发器", Light.BAD, fault.sentence, "立即执行 guiju verify，并查明是谁停用的。")
    if not found:
        yield Finding("防改触发器", Light.OK, "齐全")


def _memory() -> Iterator[Finding]:
    try:
        refuse_rollback(env.keys_folder())
        known = recall(env.keys_folder())
    except (RolledBack, MemoryUnreadable) as error:
        yield Finding("最后签认的检查点", Light.BAD, error.sentence, error.remedy)
        return
    if known is None:
        yield Finding(
            "最后签认的检查点", Light.BAD, "密钥目录里没有记载", "从密钥目录的备份恢复 last-checkpoint 文件。"
        )
    else:
        yield Finding("最后签认的检查点", Light.OK, f"大小 {known.said.size}，{utc(known.said.sealed_at)}")


def _clock() -> Iterator[Finding]:
    last, now = last_signed(), to_micros(env.now())
    if last is not None and last.said.sealed_at > now:
        behind = (last.said.sealed_at - now) // SECOND
        yield Finding(
            "时钟", Light.BAD, f"比最后的检查点慢 {behind} 秒", "校准时钟；在此之前登记时间停在检查点的时刻。"
        )
    else:
        yield Finding("时钟", Light.OK, utc(now))


def _sealing() -> Iterator[Finding]:
    before = to_micros(env.now()) - _LATE
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), min(e.recorded_at) FROM event e LEFT JOIN leaf l ON l.event = e.id "
            "WHERE l.event IS NULL AND e.recorded_at < %s", (before,),
        )  # fmt: skip
        waiting, oldest = cursor.fetchone()
    if waiting:
        told = f"{waiting} 条记录超过 60 秒没有封存，最早的登记于 {utc(oldest)}"
        yield Finding("封存", Light.BAD, told, "启动规矩服务或执行 guiju judge；仍不封存的，执行 guiju verify。")
    else:
        yield Finding("封存", Light.OK, "没有超过 60 秒未封存的记录")


def _room() -> Iterator[Finding]:
    env.home().mkdir(parents=True, exist_ok=True, mode=0o700)
    free = shutil.disk_usage(env.home()).free
    light = Light.BAD if free < _FULL else Light.WARN if free < _SCARCE else Light.OK
    remedy = "" if light is Light.OK else "腾出磁盘空间；写满后账本拒绝写入。"
    yield Finding("磁盘空间", light, f"剩余 {free / (1 << 30):.1f} GiB", remedy)


def _keys() -> Iterator[Finding]:
    folder = env.keys_folder()
    names = {
        "密钥目录": folder,
        "签名密钥": folder / PRIVATE,
        "索引密钥": folder / INDEX_KEY,
        "人员密钥库": folder / PERSONS,
    }
    for name, path in names.items():
        right = 0o700 if path == folder else 0o600
        if not path.exists():
            yield Finding(name, Light.BAD, "不在", "从密钥备份恢复；不要新建。")
            continue
        mode = path.stat().st_mode & 0o777
        if mode & ~right:
            yield Finding(name, Light.BAD, f"权限为 {mode:o}", f"改为 {right:o}，并查明谁读过它。")
        else:
            yield Finding(name, Light.OK, f"权限为 {mode:o}")
    if _is_within(folder, env.home()):
        told = "密钥目录与账本在同一目录下"
        yield Finding("密钥保管", Light.WARN, told, "用 GUIJU_KEYS 把密钥移到由另一名管理员保管的位置。")


def _is_within(folder: Path, home: Path) -> bool:
    return home in (folder, *folder.parents)


def _persons() -> Iterator[Finding]:
    """The keys of persons: whether what was destroyed stays so, and whether there are copies, and none too old."""
    keys, now = PersonKeys(env.keys_folder(), lambda: to_micros(env.now())), to_micros(env.now())
    try:
        if missing := missing_keys(env.keys_folder()):
            told = f"账本是用较早的版本建立的，还缺少 {'、'.join(missing)}"
            yield Finding("人员密钥", Light.BAD, told, "执行 guiju ledger upgrade。")
            return
        live, destroyed = keys.count()
        copies = keys.copies()
        risen = [one for one in list_destructions() if one.key_ids and any(map(_knows(keys), one.key_ids))]
    except KeyStoreRefused as error:
        yield Finding("人员密钥", Light.BAD, error.sentence, error.remedy)
        return
    if risen:
        told = f"有 {len(risen)} 人的密钥已决定销毁，密钥库里却还在"
        yield Finding("人员密钥", Light.BAD, told, "执行 guiju privacy settle；并查明是谁把旧的密钥库放了回来。")
    else:
        yield Finding("人员密钥", Light.OK, f"使用中 {live}，已销毁 {destroyed}")
    old = [made_at for _, made_at in copies if made_at + KEPT + _DAY < now]
    if old:
        told = f"有 {len(old)} 份备份超过 30 天没有删除"
        yield Finding("人员密钥备份", Light.BAD, told, "接上备份所在的磁盘后执行 guiju privacy backup。")
    elif not copies or copies[-1][1] + _BACKUP_OVERDUE < now:
        yield Finding(
            "人员密钥备份", Light.WARN, "七天内没有备份", "执行 guiju privacy backup 目录，不要与数据库备份放在一起。"
        )
    else:
        yield Finding("人员密钥备份", Light.OK, f"最近一次 {utc(copies[-1][1])}")


def _knows(keys: PersonKeys) -> Callable[[str], bool]:
    def knows(key_id: str) -> bool:
        try:
            return keys.find(key_id) is not None
        except KeyError:
            return False

    return knows


def _papers() -> Iterator[Finding]:
    found = take_census(Shelf(env.papers_folder()))
    if found.is_whole:
        orphans = f"，另有 {len(found.orphans)} 个无主文件" if found.orphans else ""
        yield Finding("材料", Light.OK, f"{found.named} 份，齐全{orphans}")
    else:
        told = f"{found.named} 份中缺失 {len(found.missing)} 份、被改动 {len(found.changed)} 份"
        yield Finding("材料", Light.BAD, told, "执行 guiju papers check，从备份补回材料目录中的文件。")


def _backups() -> Iterator[Finding]:
    now = to_micros(env.now())
    for name, kind, due, overdue, remedy in (
        ("备份", BACKUP_MADE, _BACKUP_DUE, _BACKUP_OVERDUE, "执行 guiju backup 目录，并安排每日一次。"),
        ("恢复演练", DRILL_FINISHED, _DRILL_DUE, None, "执行 guiju backup drill 目录，至少每季度一次。"),
    ):
        last = last_noted(kind)
        age = None if last is None else now - last
        if age is not None and age <= due:
            yield Finding(name, Light.OK, f"最近一次 {utc(now - age)}")
            continue
        told = "从未做过" if age is None else f"最近一次在 {age // _DAY} 天前"
        is_bad = overdue is not None and age is not None and age > overdue
        yield Finding(name, Light.BAD if is_bad else Light.WARN, told, remedy)


def _witnesses() -> Iterator[Finding]:
    remedy = "执行 guiju witness request，交见证方签认，再用 guiju witness take 收回。"
    try:
        found, is_due = vouched()
    except NoWitnesses as error:
        yield Finding("见证方", Light.WARN, error.sentence, error.remedy)
        return
    told = "没有足够的见证方签认过" if found.since is None else f"签认至大小 {found.size}，{utc(found.since)}"
    yield Finding("见证方", Light.WARN if is_due else Light.OK, told, remedy if is_due else "")
