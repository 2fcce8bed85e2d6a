"""Icons and badges: what is said in them is text, never markup."""

from django.utils.safestring import mark_safe

from cityops.web.icons import icon, status_badge

EVIL = '"><script>alert(1)</script>'


def test_an_icon_beside_words_is_for_the_eye_alone() -> None:
    html = icon("map-pin", classes="icon--large")
    assert html.startswith('<svg class="icon icon--large" aria-hidden="true"><use href="/static/icons/sprite')
    assert html.endswith('#map-pin"></use></svg>')


def test_an_icon_that_stands_alone_says_what_it_is() -> None:
    html = icon("eye-off", title="Disembunyikan", colour="#123456")
    assert 'role="img" aria-label="Disembunyikan"' in html
    assert ' color="#123456"' in html
    assert "aria-hidden" not in html


def test_nothing_in_them_is_markup() -> None:
    icon(mark_safe(EVIL), title=mark_safe(EVIL))  # that it is kept as markup somewhere changes nothing elsewhere
    for html in (icon(EVIL, EVIL, EVIL, EVIL), icon(EVIL, title=EVIL), status_badge(EVIL, EVIL, EVIL)):
        assert "<script" not in html
        assert "&lt;script&gt;" in html


def test_a_badge_has_its_sign_and_its_word() -> None:
    html = status_badge("new", "Diterima", "status--pill")
    assert '<span class="status status--pill" data-status="new">' in html
    assert '#status-new"' in html
    assert '<span class="status__word">Diterima</span>' in html
