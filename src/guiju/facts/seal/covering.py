"""Which signed statement covered a record first: what public chance can be taken from, for nobody chooses its root."""

from django.db import connection

from guiju.facts.verify.parts.checkpoint import Checkpoint, read_checkpoint


def first_checkpoint_over(event: int) -> Checkpoint | None:
    """The first checkpoint that covers an event; None while the event is not sealed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.text FROM leaf l JOIN checkpoint c ON c.size > l.place WHERE l.event = %s "
            "ORDER BY c.size, c.number LIMIT 1",
            (event,),
        )
        row = cursor.fetchone()
    return None if row is None else read_checkpoint(bytes(row[0]))
