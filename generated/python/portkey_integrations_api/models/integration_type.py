from enum import StrEnum


class IntegrationType(StrEnum):
    ORGANISATION = "organisation"
    WORKSPACE = "workspace"

    def __str__(self) -> str:
        return str(self.value)
