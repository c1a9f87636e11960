from enum import StrEnum


class RateLimitUnit(StrEnum):
    RPD = "rpd"
    RPH = "rph"
    RPM = "rpm"

    def __str__(self) -> str:
        return str(self.value)
