"""
Whether a value is as a JSON Schema says, for the words of it that our schemas use; any other word is refused.

    assert wrong(told, schema) == []
"""

import re
from typing import Any

TYPES: dict[str, Any] = {
    "object": dict, "array": list, "string": str, "null": type(None), "boolean": bool, "integer": int,
    "number": (int, float),
}  # fmt: skip
WORDS = {"type", "const", "enum", "required", "properties", "additionalProperties", "items", "minimum", "pattern",
         "anyOf", "$ref", "$defs", "$schema", "title"}  # fmt: skip


def wrong(value: Any, schema: dict[str, Any], whole: dict[str, Any] | None = None, at: str = "$") -> list[str]:
    """What is not as the schema says, each with its place."""
    whole = whole or schema
    assert set(schema) <= WORDS, sorted(set(schema) - WORDS)
    if "$ref" in schema:
        return wrong(value, whole["$defs"][schema["$ref"].removeprefix("#/$defs/")], whole, at)
    if "anyOf" in schema:
        answers = [wrong(value, one, whole, at) for one in schema["anyOf"]]
        return [] if [] in answers else answers[-1]
    found = [f"{at} is not {schema['const']!r}"] if "const" in schema and value != schema["const"] else []
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at} is none of {schema['enum']}")
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(is_a(value, kind) for kind in kinds):
        return [*found, f"{at} is no {' or '.join(kinds)}"]
    if "minimum" in schema and is_a(value, "number") and value < schema["minimum"]:
        found.append(f"{at} is below {schema['minimum']}")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{at} is not like {schema['pattern']}")
    if isinstance(value, dict):
        found += _of_object(value, schema, whole, at)
    if isinstance(value, list) and "items" in schema:
        for number, one in enumerate(value):
            found += wrong(one, schema["items"], whole, f"{at}[{number}]")
    return found


def is_a(value: Any, kind: str) -> bool:
    return isinstance(value, TYPES[kind]) and not (kind in ("integer", "number") and isinstance(value, bool))


def _of_object(value: dict[str, Any], schema: dict[str, Any], whole: dict[str, Any], at: str) -> list[str]:
    known = schema.get("properties", {})
    found = [f"{at}.{name} is missing" for name in schema.get("required", ()) if name not in value]
    if schema.get("additionalProperties") is False:
        found += [f"{at}.{name} is not in the schema" for name in value if name not in known]
    for name, one in known.items():
        if name in value:
            found += wrong(value[name], one, whole, f"{at}.{name}")
    return found
