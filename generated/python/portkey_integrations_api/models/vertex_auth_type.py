from enum import StrEnum


class VertexAuthType(StrEnum):
    BASIC = "basic"
    SERVICEACCOUNT = "serviceAccount"
    WORKLOAD = "workload"

    def __str__(self) -> str:
        return str(self.value)
