from enum import StrEnum


class AzureAuthMode(StrEnum):
    DEFAULT = "default"
    ENTRA = "entra"
    ENTRAFEDERATED = "entraFederated"
    MANAGED = "managed"
    WORKLOAD = "workload"

    def __str__(self) -> str:
        return str(self.value)
