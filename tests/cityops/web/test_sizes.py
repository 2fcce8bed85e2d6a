import pytest
from django.utils import translation

from cityops.web.sizes import file_size


@pytest.mark.parametrize(
    ("size", "indonesian", "english"),
    [
        (0, "0 byte", "0 bytes"),
        (1, "1 byte", "1 byte"),
        (1023, "1023 byte", "1023 bytes"),
        (1024, "1,0\xa0KB", "1.0\xa0KB"),
        (4321, "4,2\xa0KB", "4.2\xa0KB"),
        (1024**2 - 1, "1.024,0\xa0KB", "1,024.0\xa0KB"),
        (45_678_901, "43,6\xa0MB", "43.6\xa0MB"),
        (5 * 1024**3, "5,0\xa0GB", "5.0\xa0GB"),
        (1024**4, "1.024,0\xa0GB", "1,024.0\xa0GB"),
    ],
)
def test_a_size_is_short_and_in_the_readers_style(size: int, indonesian: str, english: str) -> None:
    with translation.override("id"):
        assert file_size(size) == indonesian
    with translation.override("en"):
        assert file_size(size) == english
