"""One call of one operation: everything that its handler may look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func
from sqlalchemy.orm import Session

from .audit import Change
from .auth import Caller
from .contract import Contract, Json
from .statements import Transaction
from .tables import Integration, Provider
from .vault import Vault


@dataclass(frozen=True)
class Call:
    """A call that is authenticated, authorised and valid; it happens in one transaction.

    Its `repr` shows nothing that was sent.
    """

    contract: Contract = field(repr=False)
    vault: Vault = field(repr=False)
    transaction: Transaction = field(repr=False)
    caller: Caller
    path: Mapping[str, str] = field(repr=False)
    query: Mapping[str, Any] = field(repr=False)
    raw_body: bytes = field(repr=False)
    body: Json = field(repr=False)
    changes: list[Change] = field(default_factory=list, repr=False)
    """What the call did, for the audit log."""

    @property
    def session(self) -> Session:
        """The transaction for the ORM."""
        return self.transaction.session

    def changed(self, resource: Integration | Provider) -> None:
        """Notes that a resource was made, changed or deleted."""
        kind = "integration" if isinstance(resource, Integration) else "provider"
        self.changes.append(Change(kind, resource.id, resource.slug))


Handler = Callable[[Call], Json]


def page(
    call: Call, rows: Select[Any], order: Any, *columns: Any, total: int | None = None
) -> tuple[int, Sequence[Any]]:
    """How many rows there are, and those of the page that the query asks for: whole, or these columns of
    them. They are counted where the total is not known.
    """
    if total is None:
        total = call.session.scalar(rows.with_only_columns(func.count())) or 0
    size: int = call.query["page_size"]
    first: int = call.query["current_page"] * size
    if first >= total:  # also keeps numbers beyond the database's integers out of the statement
        return total, []
    wanted = rows.order_by(order).limit(min(size, total)).offset(first)
    if columns:
        return total, call.session.execute(wanted.with_only_columns(*columns)).all()
    return total, call.session.scalars(wanted).all()


def given(body: Json, *names: str) -> Json:
    """Those of the fields that were sent."""
    return {name: body[name] for name in names if name in body}
