import re
import secrets

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from . import models, schemas


def get_integration(db: Session, slug: str) -> models.Integration | None:
    return db.scalars(select(models.Integration).where(models.Integration.slug == slug)).first()


def count_integrations(db: Session) -> int:
    return db.scalar(select(func.count()).select_from(models.Integration)) or 0


def get_integrations(db: Session, skip: int, limit: int) -> list[models.Integration]:
    statement = select(models.Integration).order_by(models.Integration.position).offset(skip).limit(limit)
    return list(db.scalars(statement).all())


def create_integration(db: Session, integration: schemas.IntegrationCreate) -> models.Integration:
    fields = integration.model_dump()
    if fields["slug"] is None:
        stem = re.sub(r"[^a-z0-9_-]+", "-", integration.name.lower()).strip("-")
        fields["slug"] = f"{stem}-{secrets.token_hex(3)}"
    db_integration = models.Integration(**fields)
    db.add(db_integration)
    db.commit()
    db.refresh(db_integration)
    return db_integration


def update_integration(
    db: Session, db_integration: models.Integration, integration: schemas.IntegrationUpdate
) -> models.Integration:
    for name, value in integration.model_dump(exclude_unset=True).items():
        setattr(db_integration, name, value)
    db_integration.last_updated_at = models.now()
    db.add(db_integration)
    db.commit()
    db.refresh(db_integration)
    return db_integration


def delete_integration(db: Session, db_integration: models.Integration) -> None:
    db.delete(db_integration)
    db.commit()
