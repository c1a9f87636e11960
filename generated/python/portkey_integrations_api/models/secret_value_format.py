from enum import StrEnum


class SecretValueFormat(StrEnum):
    JSON = "json"
    STRING = "string"

    def __str__(self) -> str:
        return str(self.value)
