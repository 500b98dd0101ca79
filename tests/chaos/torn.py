"""What a disk may hold after the power went: everything synced, and of the rest whatever chance leaves.

A file's writes survive for certain once a sync of that file has ended. Later ones survive in any subset, each of them
possibly torn into sectors of 512 bytes; a sector holds either the old bytes or the new ones. A file that was never
synced may not be there at all, and a deletion without a sync of the folder may be undone.
"""

from random import Random

from tests.chaos.recording import Acknowledged, Deletion, Step, Sync, Truncation, Write

SECTOR = 512
FATES = ("nothing", "everything", "prefix", "subset", "torn")

Image = dict[str, bytearray]


class Disk:
    """The certain bytes of each file, and what has been asked for since."""

    def __init__(self, certain: dict[str, bytes]) -> None:
        self.certain: Image = {name: bytearray(data) for name, data in certain.items()}
        self.pending: list[Write | Truncation | Deletion] = []
        self.acknowledged: set[str] = set()
        self.sealed = 0

    def take(self, step: Step) -> None:
        """One further step of the library came to its end."""
        match step:
            case Acknowledged():
                self.acknowledged.update(step.marks)
                self.sealed = max(self.sealed, step.sealed)
            case Sync():
                for one in self.pending:
                    if one.file == step.file:
                        _apply(self.certain, one)
                self.pending = [one for one in self.pending if one.file != step.file]
            case Deletion() if step.is_synced:
                self.pending = [one for one in self.pending if one.file != step.file]
                self.certain.pop(step.file, None)
            case _:
                self.pending.append(step)

    def after_power_cut(self, dice: Random) -> Image:
        """One of the states in which the disk may be found."""
        image = {name: bytearray(data) for name, data in self.certain.items()}
        fate, share = dice.choice(FATES), dice.random()
        count = dice.randint(0, len(self.pending))
        for number, one in enumerate(self.pending):
            if fate == "torn" and isinstance(one, Write):
                for piece in _sectors(one):
                    if dice.random() < share:
                        _apply(image, piece)
            elif _survives(fate, number < count, dice.random() < share):
                _apply(image, one)
        return image


def _survives(fate: str, is_before: bool, is_lucky: bool) -> bool:
    return {"everything": True, "nothing": False, "prefix": is_before}.get(fate, is_lucky)


def _sectors(one: Write) -> list[Write]:
    pieces, offset, end = [], one.offset, one.offset + len(one.data)
    while offset < end:
        stop = min((offset // SECTOR + 1) * SECTOR, end)
        pieces.append(Write(one.file, offset, one.data[offset - one.offset : stop - one.offset]))
        offset = stop
    return pieces


def _apply(image: Image, one: Write | Truncation | Deletion) -> None:
    if isinstance(one, Deletion):
        image.pop(one.file, None)
        return
    data = image.setdefault(one.file, bytearray())
    if isinstance(one, Truncation):
        del data[one.size :]
        return
    if len(data) < one.offset:
        data.extend(bytes(one.offset - len(data)))
    data[one.offset : one.offset + len(one.data)] = one.data
