"""Fills an empty database with integrations: python -m fastapi_server.fill COUNT < the fields of each."""

import json
import sys

from sqlalchemy import insert

from .database import engine
from .models import Base, Integration

AT_ONCE = 10_000


def main() -> None:
    count, fields = int(sys.argv[1]), json.load(sys.stdin)
    Base.metadata.create_all(bind=engine)
    with engine.begin() as connection:
        for first in range(1, count + 1, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, count + 1))
            rows = [
                {
                    name: text.format(n=number) if isinstance(text, str) else text
                    for name, text in fields.items()
                }
                for number in numbers
            ]
            connection.execute(insert(Integration), rows)


main()
