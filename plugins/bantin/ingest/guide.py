"""The options of `dataset.toml` as a guide and as a JSON Schema, made from where they are declared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from bantin.ingest.dataset import Dataset
from bantin.ingest.period import PeriodRule
from bantin.ingest.rules import ChartRule, ChecksRule, FieldRule, IndicatorRule, TableRule

PARTS: dict[str, type[BaseModel]] = {
    "Đầu tệp": Dataset,
    "[period]": PeriodRule,
    "[table], hoặc [tables.<tên>]": TableRule,
    "[fields.<tên>]": FieldRule,
    "[indicators.<tên>]": IndicatorRule,
    "[checks]": ChecksRule,
    "[[charts]]": ChartRule,
}


def options_markdown() -> str:
    """Every option in tables, a part a heading, for docs/du-lieu.md."""
    return "\n".join(line for title, part in PARTS.items() for line in _part(title, part))


def _part(title: str, part: type[BaseModel]) -> Iterator[str]:
    yield f"#### {title}\n"
    yield "| mục | ý nghĩa | mặc định |\n| --- | --- | --- |"
    for name, field in part.model_fields.items():
        if name == "slug":
            continue
        default = field.get_default(call_default_factory=False)
        shown = "**bắt buộc**" if field.is_required() else _default(default)
        description = (field.description or "").replace("|", "\\|")
        yield f"| `{field.alias or name}` | {description} | {shown} |"
    yield ""


def _default(default: object) -> str:
    if default in (None, "", (), {}, PydanticUndefined):
        return ""
    if isinstance(default, tuple):
        return "`[" + ", ".join(f'"{one}"' for one in default) + "]`"
    return f'`"{default}"`' if isinstance(default, str) else f"`{str(default).lower()}`"


def schema_json() -> str:
    """The JSON Schema, which editors of TOML complete and check by."""
    schema: dict[str, Any] = Dataset.model_json_schema(by_alias=True)
    schema["properties"].pop("slug")
    schema["required"].remove("slug")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
