"""Many new rows to one table at once, by COPY: a quarter of the time of INSERT for a list of 58,000."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import ForeignKey, JSONField, Model
from psycopg.types.json import Json

SEQUENCE = """
WITH one AS MATERIALIZED (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS sequence)
SELECT nextval(one.sequence) FROM one, generate_series(1, %s)
"""


class Copying:
    """Rows of one model, not stored yet; what they refer to must be stored before."""

    def __init__(self, rows: Sequence[Model]) -> None:
        self.rows = rows

    def store(self) -> None:
        """Number the rows and write them."""
        if not self.rows:
            return
        model = self.rows[0]._meta
        fields = list(model.local_concrete_fields)
        keys = [field for field in fields if isinstance(field, ForeignKey)]
        names = [(field.attname, Json if isinstance(field, JSONField) else None) for field in fields]
        columns = ", ".join(f'"{field.column}"' for field in fields)
        with connection.cursor() as cursor:
            cursor.execute(SEQUENCE, [model.db_table, len(self.rows)])
            for row, (number,) in zip(self.rows, cursor.fetchall(), strict=True):
                row.pk = number
            with cursor.copy(f'COPY "{model.db_table}" ({columns}) FROM STDIN') as copy:
                for row in self.rows:
                    for key in keys:
                        if key.is_cached(row) and (other := key.get_cached_value(row)):
                            setattr(
                                row, key.name, other
                            )  # by its name: by number alone, the row it holds is forgotten
                    values = (
                        getattr(row, name) if wrap is None else wrap(getattr(row, name))
                        for name, wrap in names
                    )
                    copy.write_row(list(values))
        for row in self.rows:
            row._state.adding = False
