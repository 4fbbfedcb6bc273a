from partials import part, said


def test_illustrative_data_are_called_so():
    assert said(part("illustrative")) == "Số liệu minh họa: không phải số liệu có thật của cơ quan nào."
