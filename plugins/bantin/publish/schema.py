"""What the columns of the published tables are: Table Schema (Frictionless), with names and meanings for readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bantin.model import Status

Descriptor = dict[str, Any]
"""A part of a data package's description, as JSON has it."""

REQUIRED = {"required": True}

STATUSES = {
    Status.REPORTED: "đã báo cáo",
    Status.ZERO: "đã báo cáo, bằng không",
    Status.NIL: "không phát sinh, tức là bằng không",
    Status.PROVISIONAL: "số sơ bộ",
    Status.NOT_REPORTED: "không có số liệu",
    Status.NOT_APPLICABLE: "không áp dụng",
    Status.NOT_PUBLISHED: "không công bố",
}

HISTORY: Mapping[str, Descriptor] = {
    "period_first": {"type": "date", "title": "Ngày đầu kỳ", "constraints": REQUIRED},
    "period_last": {"type": "date", "title": "Ngày cuối kỳ", "constraints": REQUIRED},
    "code": {
        "type": "string",
        "title": "Mã",
        "description": "Mã của đơn vị hay mặt hàng trong danh mục đi kèm; mã là chữ, giữ nguyên số không ở đầu.",
        "constraints": REQUIRED,
    },
    "name": {"type": "string", "title": "Tên", "description": "Tên của mã ấy.", "constraints": REQUIRED},
    "indicator": {
        "type": "string",
        "title": "Mã chỉ tiêu",
        "description": "Tên của chỉ tiêu trong dataset.toml.",
        "constraints": REQUIRED,
    },
    "label": {"type": "string", "title": "Chỉ tiêu", "constraints": REQUIRED},
    "unit": {"type": "string", "title": "Đơn vị tính", "constraints": REQUIRED},
    "value": {
        "type": "number",
        "title": "Giá trị",
        "description": "Con số, phần lẻ sau dấu chấm. Để trống khi không có số; cột status nói vì sao.",
    },
    "status": {
        "type": "string",
        "title": "Tình trạng",
        "description": "; ".join(f"{status}: {meaning}" for status, meaning in STATUSES.items()) + ".",
        "constraints": {**REQUIRED, "enum": [str(status) for status in STATUSES]},
    },
    "rank": {
        "type": "integer",
        "title": "Thứ hạng",
        "description": "Thứ hạng do chính cơ quan nêu; để trống khi cơ quan không nêu.",
    },
    "file": {
        "type": "string",
        "title": "Tệp nguồn",
        "description": "Tệp của cơ quan mà con số lấy từ đó, cách nhau bằng dấu chấm phẩy. "
        "Tệp data/… được đăng ở địa chỉ du-lieu/… của trang.",
    },
    "cell": {
        "type": "string",
        "title": "Ô nguồn",
        "description": "Ô của tệp ấy, gọi như trong bảng tính; nhiều ô cách nhau bằng dấu chấm phẩy.",
    },
}
"""The columns of a dataset's history, by name."""

CODELIST: Mapping[str, Descriptor] = {
    "code": {"type": "string", "title": "Mã", "constraints": REQUIRED},
    "name": {"type": "string", "title": "Tên", "constraints": REQUIRED},
    "parent": {"type": "string", "title": "Mã cấp trên"},
    "kind": {"type": "string", "title": "Cấp", "description": "Từ đứng trước tên, như huyện, xã."},
    "authority": {"type": "string", "title": "Cơ quan", "description": "Cơ quan đứng đầu, như UBND."},
    "aliases": {"type": "string", "title": "Tên gọi khác", "description": "Cách nhau bằng dấu gạch đứng."},
    "unit": {"type": "string", "title": "Đơn vị tính"},
    "valid_from": {"type": "date", "title": "Có hiệu lực từ ngày", "description": "Để trống khi không rõ."},
    "valid_to": {"type": "date", "title": "Hết hiệu lực sau ngày", "description": "Để trống khi không rõ."},
    "formed_from": {
        "type": "string",
        "title": "Gồm trọn các mã cũ",
        "description": "Những mã mà đơn vị này gồm trọn và nối tiếp, cách nhau bằng dấu gạch đứng.",
    },
    "tile": {
        "type": "string",
        "title": "Ô trên bản đồ",
        "description": "Cột và hàng của ô vuông trên bản đồ, cách nhau bằng dấu chấm.",
    },
}
"""The columns of a codelist, by name."""

POPULATIONS: Mapping[str, Descriptor] = {
    "area": {"type": "string", "title": "Mã đơn vị", "constraints": REQUIRED},
    "date": {"type": "date", "title": "Ngày", "constraints": REQUIRED},
    "population": {
        "type": "number",
        "groupChar": ".",
        "decimalChar": ",",
        "title": "Dân số",
        "constraints": REQUIRED,
    },
    "source": {"type": "string", "title": "Nguồn"},
}
"""The columns of populations, by name."""


def schema(known: Mapping[str, Descriptor], columns: Iterable[str], key: list[str]) -> Descriptor:
    """The schema of a table with some of the known columns, of which the `key` ones tell rows apart."""
    fields = [{"name": column, **known[column]} for column in columns]
    return {"fields": fields, "missingValues": [""], "primaryKey": key}


def refers(column: str, resource: str, to: str = "code") -> Descriptor:
    """That a column's values are those of another table's, or of its own, which has no name."""
    return {"fields": column, "reference": {"resource": resource, "fields": to}}


def limited(table: Descriptor, column: str, values: Iterable[str]) -> None:
    """Make a column of a schema hold these values only."""
    for own in table["fields"]:
        if own["name"] == column:
            own["constraints"] = {**own.get("constraints", {}), "enum": list(values)}
