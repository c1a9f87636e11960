from enum import StrEnum


class AWSAuthType(StrEnum):
    ACCESSKEY = "accessKey"
    ASSUMEDROLE = "assumedRole"

    def __str__(self) -> str:
        return str(self.value)
