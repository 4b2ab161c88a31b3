import pytest

from dialogs.html_text import html_to_text


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("plain  text ", "plain  text"),
        ("a &lt; b &amp; c&nbsp;d", "a < b & c d"),
        ("<p>Hello</p><p>there,<br>you</p>", "Hello\n\nthere,\nyou"),
        ("<div>one</div><div>two<div>three</div></div>", "one\ntwo\nthree"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        (
            'see <a href="https://x.org/a">our page</a> or <a href="https://x.org">x.org</a>',
            "see our page (https://x.org/a) or x.org",
        ),
        ('<a href="mailto:a@b.org">write</a>', "write"),
        ("<style>p {color: red}</style><script>x()</script>seen", "seen"),
        ('thanks<div class="gmail_quote">On Monday Bo wrote:<blockquote>old</blockquote></div>', "thanks"),
        ("new <blockquote type=cite>old</blockquote>more", "new more"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("never <b>closed", "never closed"),
        ("i <3 you", "i <3 you"),
        ("line\n  break in <i>source</i>", "line break in source"),
    ],
)
def test_html_reads_as_a_person_read_it(given: str, expected: str) -> None:
    assert html_to_text(given) == expected


@pytest.mark.parametrize(
    "given", ["<div>" * 50_000 + "x", "<div>x" + "</b>" * 50_000, "<" * 50_000, "<a href='https://x.org'>" * 20_000]
)
def test_hostile_html_ends(given: str) -> None:
    assert len(html_to_text(given)) <= len(given)
