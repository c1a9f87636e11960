from enum import StrEnum


class UsageLimitType(StrEnum):
    COST = "cost"
    TOKENS = "tokens"

    def __str__(self) -> str:
        return str(self.value)
