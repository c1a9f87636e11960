"""What the fields of a request ask of each other, as the contract says it, and whether they have it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

CONDITIONS: Final[Mapping[str, Any]] = {
    "createIntegration": {
        "if": {"properties": {"ai_provider_id": {"const": "openai"}}, "required": ["ai_provider_id"]},
        "then": {
            "anyOf": [
                {
                    "description": "It has a key,",
                    "properties": {"key": {"minLength": 1}},
                    "required": ["key"],
                },
                {
                    "description": "or its key comes from a vault,",
                    "properties": {
                        "secret_mappings": {
                            "contains": {
                                "properties": {"target_field": {"const": "key"}},
                                "required": ["target_field"],
                            }
                        }
                    },
                    "required": ["secret_mappings"],
                },
                {
                    "description": "or none is needed,",
                    "properties": {
                        "configurations": {
                            "properties": {"is_key_required": {"const": False}},
                            "required": ["is_key_required"],
                        }
                    },
                    "required": ["configurations"],
                },
                {
                    "description": "or its headers carry the credentials.",
                    "properties": {"configurations": {"required": ["custom_headers"]}},
                    "required": ["configurations"],
                },
            ]
        },
        "else": {
            "if": {
                "properties": {"ai_provider_id": {"const": "azure-openai"}},
                "required": ["ai_provider_id"],
            },
            "then": {
                "required": ["configurations"],
                "if": {
                    "properties": {
                        "configurations": {
                            "properties": {"azure_auth_mode": {"const": "default"}},
                            "required": ["azure_auth_mode"],
                        }
                    }
                },
                "then": {
                    "anyOf": [
                        {
                            "description": "It has a key,",
                            "properties": {"key": {"minLength": 1}},
                            "required": ["key"],
                        },
                        {
                            "description": "or its key comes from a vault,",
                            "properties": {
                                "secret_mappings": {
                                    "contains": {
                                        "properties": {"target_field": {"const": "key"}},
                                        "required": ["target_field"],
                                    }
                                }
                            },
                            "required": ["secret_mappings"],
                        },
                        {
                            "description": "or none is needed,",
                            "properties": {
                                "configurations": {
                                    "properties": {"is_key_required": {"const": False}},
                                    "required": ["is_key_required"],
                                }
                            },
                            "required": ["configurations"],
                        },
                        {
                            "description": "or its headers carry the credentials.",
                            "properties": {"configurations": {"required": ["custom_headers"]}},
                            "required": ["configurations"],
                        },
                    ]
                },
                "else": {
                    "anyOf": [
                        {
                            "description": "A credential comes from a vault,",
                            "properties": {
                                "secret_mappings": {
                                    "contains": {
                                        "properties": {
                                            "target_field": {"pattern": "^configurations\\.azure_"}
                                        },
                                        "required": ["target_field"],
                                    }
                                }
                            },
                            "required": ["secret_mappings"],
                        },
                        {
                            "description": "or the chosen mode has all of its own.",
                            "properties": {
                                "configurations": {
                                    "if": {
                                        "properties": {"azure_auth_mode": {"const": "entra"}},
                                        "required": ["azure_auth_mode"],
                                    },
                                    "then": {
                                        "required": [
                                            "azure_entra_tenant_id",
                                            "azure_entra_client_id",
                                            "azure_entra_client_secret",
                                        ]
                                    },
                                    "else": {
                                        "if": {
                                            "properties": {"azure_auth_mode": {"const": "entraFederated"}},
                                            "required": ["azure_auth_mode"],
                                        },
                                        "then": {
                                            "required": ["azure_entra_tenant_id", "azure_entra_client_id"]
                                        },
                                        "else": {
                                            "if": {
                                                "properties": {"azure_auth_mode": {"const": "workload"}},
                                                "required": ["azure_auth_mode"],
                                            },
                                            "then": {
                                                "required": [
                                                    "azure_workload_tenant_id",
                                                    "azure_workload_client_id",
                                                ]
                                            },
                                            "else": {
                                                "if": {
                                                    "properties": {"azure_auth_mode": {"const": "managed"}},
                                                    "required": ["azure_auth_mode"],
                                                }
                                            },
                                        },
                                    },
                                }
                            },
                        },
                    ]
                },
            },
            "else": {
                "if": {
                    "properties": {"ai_provider_id": {"const": "azure-ai"}},
                    "required": ["ai_provider_id"],
                },
                "then": {
                    "required": ["configurations"],
                    "if": {
                        "properties": {
                            "configurations": {
                                "properties": {"azure_auth_mode": {"const": "default"}},
                                "required": ["azure_auth_mode"],
                            }
                        }
                    },
                    "then": {
                        "anyOf": [
                            {
                                "description": "It has a key,",
                                "properties": {"key": {"minLength": 1}},
                                "required": ["key"],
                            },
                            {
                                "description": "or its key comes from a vault,",
                                "properties": {
                                    "secret_mappings": {
                                        "contains": {
                                            "properties": {"target_field": {"const": "key"}},
                                            "required": ["target_field"],
                                        }
                                    }
                                },
                                "required": ["secret_mappings"],
                            },
                            {
                                "description": "or none is needed,",
                                "properties": {
                                    "configurations": {
                                        "properties": {"is_key_required": {"const": False}},
                                        "required": ["is_key_required"],
                                    }
                                },
                                "required": ["configurations"],
                            },
                            {
                                "description": "or its headers carry the credentials.",
                                "properties": {"configurations": {"required": ["custom_headers"]}},
                                "required": ["configurations"],
                            },
                        ]
                    },
                    "else": {
                        "anyOf": [
                            {
                                "description": "A credential comes from a vault,",
                                "properties": {
                                    "secret_mappings": {
                                        "contains": {
                                            "properties": {
                                                "target_field": {"pattern": "^configurations\\.azure_"}
                                            },
                                            "required": ["target_field"],
                                        }
                                    }
                                },
                                "required": ["secret_mappings"],
                            },
                            {
                                "description": "or the chosen mode has all of its own.",
                                "properties": {
                                    "configurations": {
                                        "if": {
                                            "properties": {"azure_auth_mode": {"const": "entra"}},
                                            "required": ["azure_auth_mode"],
                                        },
                                        "then": {
                                            "required": [
                                                "azure_entra_tenant_id",
                                                "azure_entra_client_id",
                                                "azure_entra_client_secret",
                                            ]
                                        },
                                        "else": {
                                            "if": {
                                                "properties": {
                                                    "azure_auth_mode": {"const": "entraFederated"}
                                                },
                                                "required": ["azure_auth_mode"],
                                            },
                                            "then": {
                                                "required": ["azure_entra_tenant_id", "azure_entra_client_id"]
                                            },
                                            "else": {
                                                "if": {
                                                    "properties": {"azure_auth_mode": {"const": "workload"}},
                                                    "required": ["azure_auth_mode"],
                                                },
                                                "then": {
                                                    "required": [
                                                        "azure_workload_tenant_id",
                                                        "azure_workload_client_id",
                                                    ]
                                                },
                                                "else": {
                                                    "if": {
                                                        "properties": {
                                                            "azure_auth_mode": {"const": "managed"}
                                                        },
                                                        "required": ["azure_auth_mode"],
                                                    }
                                                },
                                            },
                                        },
                                    }
                                },
                            },
                        ]
                    },
                },
                "else": {
                    "if": {
                        "properties": {"ai_provider_id": {"const": "bedrock"}},
                        "required": ["ai_provider_id"],
                    },
                    "then": {
                        "required": ["configurations"],
                        "anyOf": [
                            {
                                "description": "A credential comes from a vault,",
                                "properties": {
                                    "secret_mappings": {
                                        "contains": {
                                            "properties": {
                                                "target_field": {"pattern": "^configurations\\.aws_"}
                                            },
                                            "required": ["target_field"],
                                        }
                                    }
                                },
                                "required": ["secret_mappings"],
                            },
                            {
                                "description": "or the chosen mode has all of its own.",
                                "properties": {
                                    "configurations": {
                                        "if": {
                                            "properties": {"aws_auth_type": {"const": "accessKey"}},
                                            "required": ["aws_auth_type"],
                                        },
                                        "then": {"required": ["aws_access_key_id", "aws_secret_access_key"]},
                                        "else": {
                                            "if": {
                                                "properties": {"aws_auth_type": {"const": "assumedRole"}},
                                                "required": ["aws_auth_type"],
                                            },
                                            "then": {"required": ["aws_role_arn"]},
                                        },
                                    }
                                },
                            },
                        ],
                    },
                    "else": {
                        "if": {
                            "properties": {"ai_provider_id": {"const": "sagemaker"}},
                            "required": ["ai_provider_id"],
                        },
                        "then": {
                            "required": ["configurations"],
                            "anyOf": [
                                {
                                    "description": "A credential comes from a vault,",
                                    "properties": {
                                        "secret_mappings": {
                                            "contains": {
                                                "properties": {
                                                    "target_field": {"pattern": "^configurations\\.aws_"}
                                                },
                                                "required": ["target_field"],
                                            }
                                        }
                                    },
                                    "required": ["secret_mappings"],
                                },
                                {
                                    "description": "or the chosen mode has all of its own.",
                                    "properties": {
                                        "configurations": {
                                            "if": {
                                                "properties": {"aws_auth_type": {"const": "accessKey"}},
                                                "required": ["aws_auth_type"],
                                            },
                                            "then": {
                                                "required": ["aws_access_key_id", "aws_secret_access_key"]
                                            },
                                            "else": {
                                                "if": {
                                                    "properties": {"aws_auth_type": {"const": "assumedRole"}},
                                                    "required": ["aws_auth_type"],
                                                },
                                                "then": {"required": ["aws_role_arn"]},
                                            },
                                        }
                                    },
                                },
                            ],
                        },
                        "else": {
                            "if": {
                                "properties": {"ai_provider_id": {"const": "vertex-ai"}},
                                "required": ["ai_provider_id"],
                            },
                            "then": {
                                "required": ["configurations"],
                                "anyOf": [
                                    {
                                        "description": "A credential comes from a vault,",
                                        "properties": {
                                            "secret_mappings": {
                                                "contains": {
                                                    "properties": {
                                                        "target_field": {
                                                            "pattern": "^configurations\\.vertex_"
                                                        }
                                                    },
                                                    "required": ["target_field"],
                                                }
                                            }
                                        },
                                        "required": ["secret_mappings"],
                                    },
                                    {
                                        "description": "or the chosen mode has all of its own.",
                                        "properties": {
                                            "configurations": {
                                                "if": {
                                                    "properties": {"vertex_auth_type": {"const": "basic"}},
                                                    "required": ["vertex_auth_type"],
                                                },
                                                "then": {"required": ["vertex_project_id"]},
                                                "else": {
                                                    "if": {
                                                        "properties": {
                                                            "vertex_auth_type": {"const": "serviceAccount"}
                                                        },
                                                        "required": ["vertex_auth_type"],
                                                    },
                                                    "then": {"required": ["vertex_service_account_json"]},
                                                    "else": {
                                                        "if": {
                                                            "properties": {
                                                                "vertex_auth_type": {"const": "workload"}
                                                            },
                                                            "required": ["vertex_auth_type"],
                                                        }
                                                    },
                                                },
                                            }
                                        },
                                    },
                                ],
                            },
                            "else": {
                                "if": {
                                    "properties": {"ai_provider_id": {"const": "workers-ai"}},
                                    "required": ["ai_provider_id"],
                                },
                                "then": {
                                    "required": ["configurations"],
                                    "anyOf": [
                                        {
                                            "description": "It has a key,",
                                            "properties": {"key": {"minLength": 1}},
                                            "required": ["key"],
                                        },
                                        {
                                            "description": "or its key comes from a vault,",
                                            "properties": {
                                                "secret_mappings": {
                                                    "contains": {
                                                        "properties": {"target_field": {"const": "key"}},
                                                        "required": ["target_field"],
                                                    }
                                                }
                                            },
                                            "required": ["secret_mappings"],
                                        },
                                        {
                                            "description": "or none is needed,",
                                            "properties": {
                                                "configurations": {
                                                    "properties": {"is_key_required": {"const": False}},
                                                    "required": ["is_key_required"],
                                                }
                                            },
                                            "required": ["configurations"],
                                        },
                                        {
                                            "description": "or its headers carry the credentials.",
                                            "properties": {
                                                "configurations": {"required": ["custom_headers"]}
                                            },
                                            "required": ["configurations"],
                                        },
                                    ],
                                },
                                "else": {
                                    "if": {
                                        "properties": {"ai_provider_id": {"const": "huggingface"}},
                                        "required": ["ai_provider_id"],
                                    },
                                    "then": {
                                        "anyOf": [
                                            {
                                                "description": "It has a key,",
                                                "properties": {"key": {"minLength": 1}},
                                                "required": ["key"],
                                            },
                                            {
                                                "description": "or its key comes from a vault,",
                                                "properties": {
                                                    "secret_mappings": {
                                                        "contains": {
                                                            "properties": {"target_field": {"const": "key"}},
                                                            "required": ["target_field"],
                                                        }
                                                    }
                                                },
                                                "required": ["secret_mappings"],
                                            },
                                            {
                                                "description": "or none is needed,",
                                                "properties": {
                                                    "configurations": {
                                                        "properties": {"is_key_required": {"const": False}},
                                                        "required": ["is_key_required"],
                                                    }
                                                },
                                                "required": ["configurations"],
                                            },
                                            {
                                                "description": "or its headers carry the credentials.",
                                                "properties": {
                                                    "configurations": {"required": ["custom_headers"]}
                                                },
                                                "required": ["configurations"],
                                            },
                                        ]
                                    },
                                    "else": {
                                        "if": {
                                            "properties": {"ai_provider_id": {"const": "cortex"}},
                                            "required": ["ai_provider_id"],
                                        },
                                        "then": {
                                            "required": ["configurations"],
                                            "anyOf": [
                                                {
                                                    "description": "It has a key,",
                                                    "properties": {"key": {"minLength": 1}},
                                                    "required": ["key"],
                                                },
                                                {
                                                    "description": "or its key comes from a vault,",
                                                    "properties": {
                                                        "secret_mappings": {
                                                            "contains": {
                                                                "properties": {
                                                                    "target_field": {"const": "key"}
                                                                },
                                                                "required": ["target_field"],
                                                            }
                                                        }
                                                    },
                                                    "required": ["secret_mappings"],
                                                },
                                                {
                                                    "description": "or none is needed,",
                                                    "properties": {
                                                        "configurations": {
                                                            "properties": {
                                                                "is_key_required": {"const": False}
                                                            },
                                                            "required": ["is_key_required"],
                                                        }
                                                    },
                                                    "required": ["configurations"],
                                                },
                                                {
                                                    "description": "or its headers carry the credentials.",
                                                    "properties": {
                                                        "configurations": {"required": ["custom_headers"]}
                                                    },
                                                    "required": ["configurations"],
                                                },
                                            ],
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    }
}
"""By operation. JSON Schema, of which `unmet` reads the keywords that are here."""


def unmet(condition: Mapping[str, Any], value: Any, at: str = "") -> list[str]:
    """The names of the fields that a JSON value lacks, or has with another value than it may; empty where it holds.

    Where one of several conditions is to hold and none does, they are the names of the first that a vault does not
    meet, followed by what the contract says of all of them. No value is in it.
    """
    if "const" in condition and value != condition["const"]:
        return [at]
    if isinstance(value, str):
        short = len(value) < condition.get("minLength", 0)
        return [at] if short or not re.search(condition.get("pattern", ""), value) else []
    if isinstance(value, list):
        return (
            [at]
            if "contains" in condition and all(unmet(condition["contains"], one, at) for one in value)
            else []
        )
    if not isinstance(value, Mapping):
        return []
    below = f"{at}." if at else ""
    found = [f"{below}{name}" for name in condition.get("required", ()) if name not in value]
    for name, one in condition.get("properties", {}).items():
        if name in value:
            found += unmet(one, value[name], f"{below}{name}")
    if "if" in condition:
        branch = "else" if unmet(condition["if"], value, at) else "then"
        found += unmet(condition.get(branch, {}), value, at)
    if "anyOf" in condition:
        branches = [unmet(one, value, at) for one in condition["anyOf"]]
        if all(branches):
            lacking = next(
                names for names in branches if not any("secret_mappings" in name for name in names)
            )
            said = " ".join(one["description"] for one in condition["anyOf"])
            found.append(f"{' and '.join(lacking)} ({said.rstrip('.')})")
    return found
