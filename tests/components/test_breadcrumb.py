from partials import part, said


def test_the_path_leads_from_the_top_down_and_is_named():
    (trail,) = part("breadcrumb", trail=[("luu-tru/", "Lưu trữ"), ("luu-tru/2021/", "Năm <2021>")]).xpath("./nav")
    assert trail.get("aria-label") == "Đường dẫn"
    assert [(link.get("href"), said(link)) for link in trail.xpath(".//ol/li/a")] == [
        ("../luu-tru/", "Lưu trữ"),
        ("../luu-tru/2021/", "Năm <2021>"),
    ]
