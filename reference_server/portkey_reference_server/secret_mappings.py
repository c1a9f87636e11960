"""Secret mappings: which field is filled from which external secret, and which secrets there are.

An organisation whose secret references an operator has named (`serve references`) takes no other; one of
which none is named takes any, since nothing here reads a vault.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select

from .calls import Call
from .errors import invalid
from .tables import SecretReference

_FIELD = "configurations."


def checked_mappings(
    call: Call, mappings: list[Any], *, ai_provider_id: str, workspace_id: str | None
) -> list[Any]:
    """The mappings of an integration of a provider and a workspace, or of the organisation.

    Raises 400 for a target that is named twice or that the provider's configuration does not have, and for a
    reference that is not there or that the workspace does not see.
    """
    targets = [mapping["target_field"] for mapping in mappings]
    if len(set(targets)) != len(targets):
        raise invalid("secret_mappings names a target_field twice.")
    fields = call.contract.configuration_fields(ai_provider_id)
    for place, target in enumerate(targets):
        # What is mapped may be an entry of a field, such as one of the custom headers.
        field = target.removeprefix(_FIELD).partition(".")[0]
        if target.startswith(_FIELD) and fields is not None and field not in fields:
            raise invalid(
                f"secret_mappings[{place}].target_field names a field that the provider's configurations do"
                " not have."
            )
    if mappings:
        _check_references(call, [mapping["secret_reference_id"] for mapping in mappings], workspace_id)
    return mappings


def _check_references(call: Call, names: list[str], workspace_id: str | None) -> None:
    of_organisation = select(SecretReference).where(
        SecretReference.organisation_id == call.caller.organisation_id
    )
    if call.session.scalar(of_organisation.limit(1)) is None:
        return
    seen = call.session.scalars(
        of_organisation.where(
            or_(SecretReference.workspace_id.is_(None), SecretReference.workspace_id == workspace_id)
        )
    )
    known = {name for reference in seen for name in (reference.slug, reference.id)}
    for place, name in enumerate(names):
        if name not in known:
            raise invalid(f"secret_mappings[{place}].secret_reference_id is not known here.")
