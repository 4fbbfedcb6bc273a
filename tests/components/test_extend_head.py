from partials import part


def test_the_place_for_an_offices_own_snippet_is_empty():
    slot = part("extend_head")
    assert len(slot) == 0
    assert not (slot.text or "").strip()
