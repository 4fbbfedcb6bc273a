"""A small dataset with any history of weeks: what tests of the proof tell and draw of it."""

from datetime import date, timedelta
from pathlib import Path

UNITS = ("Thành phố Bắc Kạn", "Ba Bể", "Chợ Mới", "Na Rì")
AREAS = """code,parent,kind,name,authority,tile
06,,tỉnh,Bắc Kạn,UBND,
058,06,thành phố,Bắc Kạn,UBND,2.2
061,06,huyện,Ba Bể,UBND,1.1
065,06,huyện,Chợ Mới,UBND,2.3
066,06,huyện,Na Rì,UBND,3.2
"""
DATASET = """
title = "Thử"
source = "Sở"
category = "Thử"
area = "06"
period = { every = "week", from = "monday", to = "sunday", week_one = "january", cutoff = "17:00" }
table = { rows = "area", total = "Toàn tỉnh" }
statuses = { not_published = ["không công bố"], not_applicable = ["không áp dụng"], nil = ["không phát sinh"] }
bases = { "trước đợt dịch" = 2021-10-10 }
[indicators.ca]
column = "Ca"
label = "Số ca mắc"
unit = "ca"
parts = ["nang", "nhe"]
[indicators.nang]
column = "Nặng"
label = "Số ca nặng"
unit = "ca"
[indicators.nhe]
column = "Nhẹ"
label = "Số ca nhẹ"
unit = "ca"
[indicators.phan_nang]
share = ["nang", "ca"]
label = "Tỷ lệ ca nặng"
unit = "%"
decimals = 1
[indicators.phan_nhe]
share = ["nhe", "ca"]
label = "Tỷ lệ ca nhẹ"
unit = "%"
decimals = 1
[indicators.cap]
column = "Cấp"
label = "Cấp độ dịch"
unit = "cấp độ"
unit_first = true
sums = false
[indicators.luy_ke]
cumulative = "ca"
since = 2021-10-04
label = "Số ca cộng dồn"
unit = "ca"
[events]
"bỏ khai báo giấy" = 2021-10-20
[checks]
total = "off"
part = "off"
"""
CHARTS = """
charts = [
  { kind = "bars", of = "ca" }, { kind = "grouped", of = ["nang", "nhe"] }, { kind = "stacked", of = "ca" },
  { kind = "shares", of = "ca" }, { kind = "slope", of = "ca" }, { kind = "slope", of = "nang", base = "lần trước" },
  { kind = "tiles", of = "ca" }, { kind = "lines", of = "ca" }, { kind = "lines", of = ["ca", "nang", "nhe"] },
  { kind = "lines", of = "nang", item = ["061", "066"] }, { kind = "multiples", of = "ca" },
]
"""
WEEKS = [
    [("3", "90", "2"), ("1", "40", "1"), ("2", "60", "1"), ("0", "20", "1")],
    [("4", "95", "2"), ("2", "38", "1"), ("2", "50", "1"), ("5", "35", "2")],
    None,
    [("6", "120", "2"), ("2", "30", "1"), ("", "", "1"), ("7", "28", "2")],
    [("8", "130", "3"), ("1 (sơ bộ)", "31", "1"), ("3 (sơ bộ)", "44", "1"), ("10", "20", "2")],
]
"""Five weeks with a gap, a silent unit and values that are not final: severe and mild cases and a level a unit."""
STORY = """Tiêu đề: Số ca mắc {{ ca | dien_bien }}
---
Trong {{ ky }} (tuần {{ ky.so_tuan }}), {{ nguon }} ghi nhận {{ ca }}, {{ ca | so_voi("tuần trước", cach="cả hai") }};
{{ ca | so_voi("lần trước", "trước đợt dịch", ghi="ngày") }}.

{{ [ca, nang, nhe] | so_voi("tuần trước", cach="phần trăm") }}. {{ [nang, nhe] | so_voi("tuần trước") }}.
{{ ca | so_voi("trung bình 2 tuần trước", ghi="mức") }}. Số ca mắc {{ ca | tu_den(ghi="ngày") }}.

Số ca {{ ca | lien_tiep }}. Đây là mức {{ ca | ky_luc }}. Số ca nặng {{ nang | so_voi(nhe) }}.

Nhiều nhất là {{ ca | dan_dau(2) }}; ít nhất là {{ ca | thap_nhat(2, cach="tiếp đó") }}.
Na Rì đứng {{ ca | cua("Na Rì") | thu_hang }}, {{ ca | cua("Na Rì") | tinh_trang }}.

Có {{ ca | dem("tăng") }} tăng, {{ ca | dem("giảm") }} giảm. {{ ca | dem("= 0", trong="đã báo cáo") }} không có ca nào.
Chưa có số liệu: {{ ca | don_vi("không có số liệu") }}. Cụ thể, {{ ca | thay_doi(ghi="ngày") }}.
Có nơi {{ ca | muc("tăng") }}.
Số ca {{ ca | khoang }}. Các nơi có số ca {{ ca | deu("> 1") }}. Các nơi có cấp độ: {{ cap | theo_muc }}.

Ca nặng chiếm {{ phan_nang }}, ca nhẹ chiếm {{ phan_nhe }}; {{ nang | phan_so(ca) }}.
Tức là {{ nang | ty_le(ca, 2) }} và {{ nhe | ty_le(ca, 2) }}.
Ba Bể chiếm {{ ca | cua("Ba Bể") | ty_le(ca) }}, Na Rì {{ ca | cua("Na Rì") | ty_le(ca) }}.
Có {{ ca | dem("chưa có số liệu") }} chưa gửi, {{ ca | dem("không đổi") }} không đổi. Các nơi {{ ca | deu("= 0") }}.
Tăng ở {{ ca | don_vi("tăng") }}. Có {{ ca | dem("giảm", trong="đã báo cáo") }} giảm.
Khoảng {{ ca | tron("chục") }}. Cấp độ chung {{ cap | dien_bien }}.
Cộng dồn là {{ luy_ke }}, {{ luy_ke | so_voi("tuần trước") }}.
"""


def amount(cell: str) -> int | None:
    """What a cell counts; nothing where it says that nothing is known."""
    if cell == "không phát sinh":
        return 0
    digits = cell.removesuffix(" (sơ bộ)")
    return int(digits) if digits.isdecimal() else None


def written(weeks, folder: Path, charts: str = "") -> None:
    """The dataset's folder; totals and sums of parts as an office would compute them of what it knows."""
    dataset = folder / "data" / "thu"
    dataset.mkdir(parents=True)
    (folder / "content").mkdir()
    (folder / "data" / "areas.csv").write_text(AREAS, encoding="utf-8")
    (dataset / "dataset.toml").write_text(charts + DATASET, encoding="utf-8")
    (dataset / "story.md").write_text(STORY, encoding="utf-8")
    for number, rows in enumerate(weeks):
        if rows is None:
            continue
        last = date(2021, 10, 10) + timedelta(weeks=number)
        lines, sums = ["Đơn vị,Ca,Nặng,Nhẹ,Cấp"], [0, 0]
        for unit, (severe, mild, level) in zip(UNITS, rows, strict=True):
            parts = [amount(severe), amount(mild)]
            both = "" if None in parts else str(sum(parts))
            sums = [total + (part or 0) for total, part in zip(sums, parts, strict=True)]
            lines.append(f"{unit},{both},{severe},{mild},{level}")
        whole = sum(sum(map(amount, row[:2])) for row in rows if None not in map(amount, row[:2]))
        lines.append(f"Toàn tỉnh,{whole},{sums[0]},{sums[1]},{rows[0][2]}")
        (dataset / f"{last}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
