import json

from partials import part


def test_no_text_of_the_data_ends_the_script_early():
    node = {"@type": "NewsArticle", "headline": "</script><script>alert(1)</script> & “tăng”"}
    made = part("metadata", core=[("title", 'Giá "thịt" <lợn>')], nodes=[node])
    assert made.xpath("./meta/@content") == ['Giá "thịt" <lợn>']
    (script,) = made.xpath("./script")
    assert json.loads(script.text) == node
