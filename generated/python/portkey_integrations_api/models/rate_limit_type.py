from enum import StrEnum


class RateLimitType(StrEnum):
    REQUESTS = "requests"
    TOKENS = "tokens"

    def __str__(self) -> str:
        return str(self.value)
