from enum import StrEnum


class IntegrationTypeFilter(StrEnum):
    ALL = "all"
    ORGANISATION = "organisation"
    WORKSPACE = "workspace"

    def __str__(self) -> str:
        return str(self.value)
