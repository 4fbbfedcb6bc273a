"""The cases that readers may one day get, in the order of the page; the first is what the others are held against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bantin.review import absent, meaning, moving
from bantin.review.ground import Ground
from bantin.review.variant import Made


@dataclass(frozen=True, slots=True)
class Case:
    """A case: its name, what it is in words for editors, and what makes its forms."""

    name: str
    explanation: str
    make: Callable[[Ground], Made]


CASES = (
    Case("Tăng", "Mọi số đều cao hơn kỳ trước. Các trường hợp sau được đặt cạnh trường hợp này.", moving.rise),
    Case("Giảm", "Mọi số đều thấp hơn kỳ trước (số chỉ có tăng, như số lũy kế, vẫn tăng).", moving.fall),
    Case("Không thay đổi", "Mọi số bằng kỳ trước.", moving.unchanged),
    Case("Số tăng, số giảm, số không đổi", "Các số không cùng một chiều.", moving.mixed),
    Case("Bằng 0", "Một số bằng 0, kỳ trước lớn hơn 0.", moving.zero),
    Case("Vẫn bằng 0", "Một số bằng 0, kỳ trước cũng bằng 0.", moving.still_zero),
    Case("Kỳ trước bằng 0", "Một số kỳ trước bằng 0, kỳ này có: không có phần trăm nào để nói.", moving.zero_base),
    Case("Chỉ có một", "Một số đếm được đúng một.", moving.one),
    Case("Bản tin đầu tiên", "Chưa có kỳ nào trước để so sánh.", absent.first_issue),
    Case("Thiếu kỳ trước", "Kỳ ngay trước không có số liệu, chỉ có những kỳ trước nữa.", absent.gap),
    Case("Không có số liệu", "Ô của một số để trống; rồi mọi ô để trống.", absent.missing),
    Case("Không công bố", "Cơ quan không công bố một số; rồi không công bố cả kỳ.", absent.not_published),
    Case(
        "Đơn vị chưa báo cáo",
        "Một vài đơn vị không có số nào; tổng chỉ là của những đơn vị đã báo cáo, nếu có.",
        absent.silent_areas,
    ),
    Case(
        "Chưa đủ số của từng đơn vị",
        "Có tổng, nhưng đơn vị đứng đầu không có số nên không biết ai dẫn đầu.",
        absent.partial,
    ),
    Case("Đồng hạng", "Hai đơn vị cùng dẫn đầu.", meaning.tie),
    Case("Đồng hạng ở chỗ cắt", "Đơn vị cuối cùng được nêu bằng đơn vị đầu tiên không được nêu.", meaning.cut),
    Case("Số liệu sơ bộ", "Một số chưa phải là số cuối cùng; rồi mọi số của kỳ.", absent.provisional),
    Case("Đơn vị mới sáp nhập", "Hai đơn vị đã nhập làm một từ kỳ này.", meaning.merged_area),
    Case("Trên 100%", "Một tỷ lệ vượt 100%.", meaning.over_hundred),
    Case("Số âm", "Một số nhỏ hơn 0.", meaning.negative),
    Case(
        "Cách tính thay đổi",
        "Từ kỳ này, một số được tính theo cách khác nên không so được với kỳ trước.",
        meaning.redefined,
    ),
)
