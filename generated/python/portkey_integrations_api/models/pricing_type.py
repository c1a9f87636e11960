from enum import StrEnum


class PricingType(StrEnum):
    STATIC = "static"

    def __str__(self) -> str:
        return str(self.value)
