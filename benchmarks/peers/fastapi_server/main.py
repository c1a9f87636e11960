from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from . import crud, models, schemas
from .database import SessionLocal, engine

models.Base.metadata.create_all(bind=engine)

app = FastAPI()


def get_db() -> Iterator[Session]:
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()


SessionDep = Annotated[Session, Depends(get_db)]


def error(status: int, code: str, message: str) -> JSONResponse:
    return JSONResponse({"success": False, "data": {"message": message, "errorCode": code}}, status)


@app.exception_handler(RequestValidationError)
def validation_error(request: Request, exc: RequestValidationError) -> JSONResponse:
    first = exc.errors()[0]
    field = ".".join(str(part) for part in first["loc"][1:])
    if first["type"] == "missing":
        return error(400, "AB01", f"The request body needs the field {field}.")
    return error(400, "AB01", f"{field} is not valid.")


@app.exception_handler(HTTPException)
def http_error(request: Request, exc: HTTPException) -> JSONResponse:
    return error(exc.status_code, "AB08" if exc.status_code == 404 else "AB07", exc.detail)


@app.get("/v1/integrations", response_model=schemas.IntegrationList)
def list_integrations(
    db: SessionDep,
    current_page: Annotated[int, Query(ge=0)] = 0,
    page_size: Annotated[int, Query(ge=1)] = 100,
) -> Any:
    total = crud.count_integrations(db)
    found = crud.get_integrations(db, skip=current_page * page_size, limit=page_size)
    return {"total": total, "data": found}


@app.post("/v1/integrations", response_model=schemas.IntegrationCreated)
def create_integration(integration: schemas.IntegrationCreate, db: SessionDep) -> Any:
    if integration.slug is not None and crud.get_integration(db, integration.slug):
        raise HTTPException(status_code=409, detail="There is an integration with this slug already.")
    return crud.create_integration(db, integration)


@app.get("/v1/integrations/{slug}", response_model=schemas.IntegrationDetail)
def retrieve_integration(slug: str, db: SessionDep) -> Any:
    return found(db, slug)


@app.put("/v1/integrations/{slug}")
def update_integration(slug: str, integration: schemas.IntegrationUpdate, db: SessionDep) -> dict[str, Any]:
    crud.update_integration(db, found(db, slug), integration)
    return {}


@app.delete("/v1/integrations/{slug}")
def delete_integration(slug: str, db: SessionDep) -> dict[str, Any]:
    crud.delete_integration(db, found(db, slug))
    return {}


def found(db: Session, slug: str) -> models.Integration:
    integration = crud.get_integration(db, slug)
    if integration is None:
        raise HTTPException(status_code=404, detail="The integration was not found.")
    return integration
