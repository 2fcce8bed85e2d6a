import pytest

from geodata.readers.child.dates import is_month_first, iso


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2024-01-31", "2024-01-31"),
        ("2024/1/31", "2024-01-31"),
        ("31/01/2024", "2024-01-31"),
        ("31.1.2024", "2024-01-31"),
        ("31 Januari 2024", "2024-01-31"),
        ("Rabu, 31 Agustus 2022", "2022-08-31"),
        ("1-Des-2023", "2023-12-01"),
        ("2024-01-31 10:30", "2024-01-31T10:30:00"),
        ("2024-01-31T10:30:05.123Z", "2024-01-31T10:30:05+00:00"),
        ("31/01/2024 22.15 WIB", "2024-01-31T22:15:00+07:00"),
        ("31/01/2024 10:15 PM", "2024-01-31T22:15:00"),
        ("31/02/2024", None),
        ("12345", None),
        ("lusa", None),
        ("", None),
    ],
)
def test_dates_as_people_spell_them(typed: str, said: str | None) -> None:
    assert iso(typed) == said


def test_the_month_comes_first_only_where_the_numbers_say_so() -> None:
    assert is_month_first(["01/02/2024", "01/31/2024"])
    assert not is_month_first(["01/02/2024", "02/03/2024"])
    assert not is_month_first(["31/01/2024", "01/31/2024"])
    assert iso("01/31/2024", month_first=True) == "2024-01-31"
