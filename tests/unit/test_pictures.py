"""A picture from anywhere becomes one that readers may have: upright, small, light, and with nothing else."""

import io
import random
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from bantin.audit.pictures import SEEN, parts_of
from bantin.errors import CellError, ProblemsFound
from bantin.ingest.photos import KINDS, LONGEST, MOST_BYTES, picture_size
from bantin.publish.pictures import fitted, prepare
from photographs import BLUE, GPS, RED, THUMBNAIL, as_jpeg, exif, photograph, scene

KIND = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}


def seen(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def looks(picture: Image.Image, place: tuple[float, float], colour: tuple[int, ...]) -> bool:
    """Whether a place, as parts of width and height, has about a colour."""
    at = (int(place[0] * picture.width), int(place[1] * picture.height))
    found = picture.convert("RGBA" if len(colour) == 4 else "RGB").getpixel(at)
    return all(abs(one - other) < 12 for one, other in zip(found, colour, strict=True))


def is_upright(picture: Image.Image) -> bool:
    return looks(picture, (0.2, 0.2), RED) and looks(picture, (0.8, 0.8), BLUE)


def noise(size: tuple[int, int]) -> Image.Image:
    chance = random.Random(1)  # noqa: S311 - no secret: a picture that does not compress
    return Image.frombytes("RGB", size, chance.randbytes(size[0] * size[1] * 3))


def test_a_photograph_here_has_what_phones_put_into_it(tmp_path: Path) -> None:
    with Image.open(photograph(tmp_path / "a.jpg", (400, 300), 6)) as picture:
        told = picture.getexif()
        assert told.get_ifd(GPS)[2] == (22.0, 8.0, 49.0)
        assert picture.size == (300, 400)
        assert {"xmp", "comment", "icc_profile", "exif"} <= set(picture.info)
    assert 0x0201 in told.get_ifd(THUMBNAIL)


@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize("suffix", KIND)
def test_it_is_published_upright_and_says_nothing_but_what_is_seen(
    tmp_path: Path, suffix: str, orientation: int
) -> None:
    source = photograph(tmp_path / f"a{suffix}", (1500, 1000), orientation, KIND[suffix])
    content = fitted(source)
    picture = seen(content)
    assert picture.size == picture_size(source) == (LONGEST, 800)
    assert picture.format == KIND[suffix]
    assert is_upright(picture)
    assert not [part for part in parts_of(KIND[suffix], content) if part not in SEEN[KIND[suffix]]]
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(picture.info)
    assert fitted(source) == content, "the same bytes each time"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_way_of_holding_a_camera_is_set_upright(tmp_path: Path, orientation: int) -> None:
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Pillow's transposition that undoes what the tag asks for
    data = Image.Exif()
    data[0x0112] = orientation
    image = scene((300, 200))
    held = image.transpose(Image.Transpose(back[orientation])) if orientation in back else image
    held.save(tmp_path / "a.png", exif=data)
    assert is_upright(seen(fitted(tmp_path / "a.png")))
    assert picture_size(tmp_path / "a.png") == (300, 200)


@pytest.mark.parametrize("said", [exif(0), exif(9), exif(6)[:20], exif(6).replace(b"\x12\x01\x03", b"\x12\x01\x02")])
def test_an_orientation_that_cannot_be_read_turns_nothing(tmp_path: Path, said: bytes) -> None:
    scene((30, 20)).save(tmp_path / "a.jpg", exif=said)
    assert seen(fitted(tmp_path / "a.jpg")).size == picture_size(tmp_path / "a.jpg") == (30, 20)


@pytest.mark.parametrize(("size", "published"), [((40, 30), (40, 30)), ((1, 1), (1, 1)), ((3000, 2), (1200, 1))])
@pytest.mark.parametrize("suffix", KIND)
def test_small_pictures_are_not_enlarged_and_thin_ones_do_not_vanish(
    tmp_path: Path, suffix: str, size: tuple[int, int], published: tuple[int, int]
) -> None:
    Image.new("RGB", size, RED).save(tmp_path / f"a{suffix}")
    assert seen(fitted(tmp_path / f"a{suffix}")).size == picture_size(tmp_path / f"a{suffix}") == published


@pytest.mark.parametrize("suffix", KIND)
def test_a_picture_that_does_not_compress_is_made_coarser_then_smaller(tmp_path: Path, suffix: str) -> None:
    noise((1200, 800)).save(tmp_path / f"a{suffix}")
    content = fitted(tmp_path / f"a{suffix}")
    assert len(content) <= MOST_BYTES
    width, height = seen(content).size
    assert width < 1200
    assert width / height == pytest.approx(1.5, rel=0.01)


def test_what_is_light_enough_in_the_best_quality_is_left_in_it(tmp_path: Path) -> None:
    scene((600, 400)).save(tmp_path / "a.jpg", quality=95)
    best = as_jpeg(seen((tmp_path / "a.jpg").read_bytes()), quality=82, progressive=True, optimize=True)
    assert fitted(tmp_path / "a.jpg") == best


# Kinds of pixels -------------------------------------------------------------------------------------------


def test_what_can_be_seen_through_stays_so(tmp_path: Path) -> None:
    clear = scene((1400, 700))
    clear.putalpha(Image.linear_gradient("L").resize((1400, 700)).point(lambda value: 255 if value > 100 else 0))
    for suffix in (".png", ".webp"):
        clear.save(tmp_path / f"a{suffix}")
        picture = seen(fitted(tmp_path / f"a{suffix}"))
        assert picture.size == (1200, 600)
        assert looks(picture, (0.8, 0.8), (*BLUE, 255))
        assert picture.convert("RGBA").getpixel((20, 20))[3] == 0


def test_a_palette_becomes_what_it_shows(tmp_path: Path) -> None:
    scene((1400, 700)).quantize(16).save(tmp_path / "a.png")
    assert is_upright(seen(fitted(tmp_path / "a.png")))
    see_through = scene((300, 200)).quantize(16)
    see_through.save(tmp_path / "b.png", transparency=see_through.getpixel((10, 10)))
    assert seen(fitted(tmp_path / "b.png")).convert("RGBA").getpixel((10, 10))[3] == 0


def test_sixteen_bits_of_grey_are_not_cut_off(tmp_path: Path) -> None:
    grey = Image.frombytes("I;16", (256, 4), struct.pack("<1024H", *(at % 256 * 257 for at in range(1024))))
    grey.save(tmp_path / "a.png")
    picture = seen(fitted(tmp_path / "a.png"))
    assert picture.mode == "L"
    assert [picture.getpixel((at, 2)) for at in (0, 100, 255)] == [0, 100, 255]


def chunk(name: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(size: tuple[int, int], bits: int, *chunks: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">2I5B", *size, bits, 2, 0, 0, 0)) + b"".join(chunks)


def test_sixteen_bits_of_colour_become_eight(tmp_path: Path) -> None:
    rows = (b"\0" + struct.pack(">3H", 200 * 257, 40 * 257, 40 * 257) * 8) * 8
    (tmp_path / "a.png").write_bytes(png((8, 8), 16, chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND")))
    assert looks(seen(fitted(tmp_path / "a.png")), (0.5, 0.5), RED)


def test_a_jpeg_for_print_becomes_one_for_screens(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(as_jpeg(scene((1600, 800)).convert("CMYK")))
    picture = seen(fitted(tmp_path / "a.jpg"))
    assert (picture.mode, picture.size) == ("RGB", (1200, 600))
    assert is_upright(picture)


def test_colours_of_another_profile_are_the_same_to_the_eye(tmp_path: Path) -> None:
    """In a profile whose red and blue are exchanged, what is stored as blue is meant as red."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ"), profile.index(b"bXYZ")
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    Image.new("RGB", (20, 20), BLUE).save(tmp_path / "a.png", icc_profile=bytes(profile))
    assert looks(seen(fitted(tmp_path / "a.png")), (0.5, 0.5), RED)


@pytest.mark.parametrize("profile", [b"no profile", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()])
def test_a_profile_that_does_not_fit_is_dropped(tmp_path: Path, profile: bytes) -> None:
    scene((60, 40)).save(tmp_path / "a.png", icc_profile=profile)
    assert is_upright(seen(fitted(tmp_path / "a.png")))


def test_of_what_moves_the_first_frame_is_shown(tmp_path: Path) -> None:
    frames = [scene((300, 200)), Image.new("RGB", (300, 200), "white")]
    for name in ("a.webp", "b.png"):
        frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:], duration=50)
        content = fitted(tmp_path / name)
        picture = seen(content)
        assert getattr(picture, "n_frames", 1) == 1
        assert is_upright(picture)
        assert b"ANMF" not in content


def test_a_phones_two_pictures_in_one_file_are_one(tmp_path: Path) -> None:
    second = Image.new("RGB", (300, 200), "white")
    scene((300, 200)).save(tmp_path / "a.jpg", "MPO", save_all=True, append_images=[second])
    content = fitted(tmp_path / "a.jpg")
    assert is_upright(seen(content))
    assert b"MPF" not in content
    assert list(parts_of("JPEG", content))[-1] == "EOI"


def test_a_name_may_lie_about_the_form_but_what_is_published_does_not(tmp_path: Path) -> None:
    clear = scene((300, 200)).convert("RGBA")
    clear.putpixel((10, 10), (0, 0, 0, 0))
    clear.save(tmp_path / "a.jpg", "PNG")
    picture = seen(fitted(tmp_path / "a.jpg"))
    assert picture.format == "JPEG"
    assert is_upright(picture)
    scene((300, 200)).save(tmp_path / "b.png", "WEBP")
    assert seen(fitted(tmp_path / "b.png")).format == "PNG"


# What is refused -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "said"), [((12_000, 9_000), "108 triệu điểm ảnh"), ((60_000, 60_000), "quá 100 triệu điểm ảnh")]
)
def test_a_picture_of_absurd_size_is_refused_by_its_head(tmp_path: Path, size: tuple[int, int], said: str) -> None:
    (tmp_path / "a.png").write_bytes(png(size, 8, chunk(b"IDAT")))
    for look in (picture_size, fitted):
        with pytest.raises(CellError, match=said) as fault:
            look(tmp_path / "a.png")
        assert "thu nhỏ ảnh" in fault.value.remedy


def test_the_largest_picture_that_is_taken_is_taken_without_a_warning(tmp_path: Path) -> None:
    Image.new("1", (10_000, 10_000), 1).save(tmp_path / "a.png")
    assert seen(fitted(tmp_path / "a.png")).size == (1200, 1200)


def test_a_file_of_absurd_weight_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "a.jpg").open("wb") as file:
        file.truncate(51_000_000)
    monkeypatch.setattr(Image, "open", lambda *_, **__: pytest.fail("read"))
    with pytest.raises(CellError, match="51 MB"):
        picture_size(tmp_path / "a.jpg")


def broken(tmp_path: Path) -> dict[str, bytes]:
    pixel = chunk(b"IDAT", zlib.compress(bytes(4)))
    whole = {suffix: photograph(tmp_path / f"whole{suffix}", (300, 200), 6, kind) for suffix, kind in KIND.items()}
    return {
        **{f"cut{suffix}": path.read_bytes()[: path.stat().st_size // 2] for suffix, path in whole.items()},
        "text.jpg": "không phải ảnh".encode(),
        "empty.png": b"",
        "heic.jpg": b"\0\0\0\x18ftypheic" + bytes(99),
        "gif.png": b"GIF89a\x01\0\x01\0\0\0\0;",
        "bomb.png": png((1, 1), 8, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(9**8))), pixel, chunk(b"IEND")),
    }


def test_what_is_broken_or_no_picture_is_told_and_never_a_traceback(tmp_path: Path) -> None:
    for name, content in broken(tmp_path).items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(CellError, match="không đọc được"):
            fitted(tmp_path / name)


def test_a_photograph_with_any_byte_changed_is_published_clean_or_refused(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - to choose places, not secrets
    refused = 0
    for suffix, kind in KIND.items():
        whole = photograph(tmp_path / f"whole{suffix}", (60, 40), 6, kind).read_bytes()
        for _ in range(60):
            content = bytearray(whole)
            for _ in range(3):
                content[chance.randrange(len(content))] = chance.randrange(256)
            (tmp_path / f"a{suffix}").write_bytes(content)
            try:
                made = fitted(tmp_path / f"a{suffix}")
            except CellError:
                refused += 1
            else:
                assert set(parts_of(kind, made)) <= SEEN[kind]
    assert 0 < refused < 180


# For editors -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ảnh chụp màn hình (2).JPG", "anh-chup-man-hinh-2.jpg"),
        ("IMG_20211112 080000.jpeg", "img-20211112-080000.jpeg"),
        ("照片.webp", "anh.webp"),
        ("..đường.png", "duong.png"),
        (f"{'dài ' * 40}.jpg", f"{'dai-' * 15}".strip("-") + ".jpg"),
    ],
)
def test_a_photo_from_a_phone_gets_a_name_for_addresses(tmp_path: Path, name: str, slug: str) -> None:
    source = photograph(tmp_path / name, (300, 200), 6, KINDS[Path(name).suffix.lower()])
    made = prepare(source, tmp_path / "content" / "images")
    assert made == tmp_path / "content" / "images" / slug
    assert is_upright(seen(made.read_bytes()))
    assert b"Exif" not in made.read_bytes()
    assert [path.name for path in made.parent.iterdir()] == [slug], "nothing is left beside it"


def test_another_photo_of_the_same_name_takes_no_ones_place(tmp_path: Path) -> None:
    images = tmp_path / "images"
    first = prepare(photograph(tmp_path / "a.jpg", (300, 200)), images)
    assert prepare(tmp_path / "a.jpg", images) == first, "the same one again"
    second = prepare(photograph(tmp_path / "a.jpg", (200, 300)), images)
    assert (first.name, second.name) == ("a.jpg", "a-2.jpg")
    assert seen(first.read_bytes()).size == (300, 200)


def test_a_photograph_saved_as_png_becomes_a_jpeg_and_a_drawing_stays_as_it_is(tmp_path: Path) -> None:
    noise((400, 300)).save(tmp_path / "a.png")
    scene((400, 300)).save(tmp_path / "b.png")
    assert [prepare(tmp_path / name, tmp_path / "to").name for name in ("a.png", "b.png")] == ["a.jpg", "b.png"]


@pytest.mark.parametrize("name", ["a.heic", "a.gif", "a.pdf", "khong-co.jpg", "a.jpg"])
def test_what_cannot_be_prepared_is_told_with_its_name(tmp_path: Path, name: str) -> None:
    if not name.startswith("khong-co"):
        (tmp_path / name).write_text("x")
    with pytest.raises(ProblemsFound) as fault:
        prepare(tmp_path / name, tmp_path / "to")
    assert [problem.file for problem in fault.value.problems] == [name]
    assert not (tmp_path / "to").exists()
