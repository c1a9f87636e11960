from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from .database import Base

ORGANISATION_ID = "00000000-0000-4000-8000-000000000000"


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Integration(Base):
    __tablename__ = "integrations"

    position: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(unique=True, index=True, default=lambda: str(uuid4()))
    organisation_id: Mapped[str] = mapped_column(default=ORGANISATION_ID)
    workspace_id: Mapped[str | None]
    slug: Mapped[str] = mapped_column(unique=True, index=True)
    name: Mapped[str]
    description: Mapped[str | None]
    ai_provider_id: Mapped[str]
    key: Mapped[str | None]
    configurations: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    secret_mappings: Mapped[list[Any]] = mapped_column(JSON, default=list)
    pricing_adjustments: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    global_workspace_access_settings: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    allow_all_models: Mapped[bool] = mapped_column(default=True)
    workspace_count: Mapped[int] = mapped_column(default=0)
    status: Mapped[str] = mapped_column(default="active")
    created_at: Mapped[str] = mapped_column(default=now)
    last_updated_at: Mapped[str | None]

    @property
    def type(self) -> str:
        return "organisation" if self.workspace_id is None else "workspace"

    @property
    def masked_key(self) -> str:
        if not self.key:
            return ""
        return f"{self.key[:2]}*****{self.key[-3:]}" if len(self.key) >= 12 else "*****"
