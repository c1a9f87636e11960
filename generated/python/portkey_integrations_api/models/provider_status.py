from enum import StrEnum


class ProviderStatus(StrEnum):
    ACTIVE = "active"
    EXHAUSTED = "exhausted"
    EXPIRED = "expired"

    def __str__(self) -> str:
        return str(self.value)
