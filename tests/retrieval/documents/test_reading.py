"""Every format to a page, and what is said of a file that is none."""

import io

import pytest
from docx import Document

from retrieval.documents.page import Page, Section
from retrieval.documents.reading import read_page
from retrieval.errors import DocumentError
from tests.retrieval.documents.pdf_writer import locked, pdf

LONG = "Fill the kettle halfway with water and white vinegar and bring it to the boil."


def page(content: str | bytes) -> Page:
    return read_page(content.encode() if isinstance(content, str) else content, "name").page


def test_markdown_gives_headings_as_a_path_with_anchors_and_lists_by_the_line() -> None:
    found = page(
        "# Kettles\n\nIntro.\n\n## Descaling\n\nDo this:\n\n1. Fill it.\n2. Boil *it*.\n\n### How often?\n\n- monthly\n- or `never`\n"
    )
    assert found == Page(
        "Kettles",
        (
            Section((), "kettles", ("Intro.",)),
            Section(("Descaling",), "descaling", ("Do this:", "1. Fill it.\n2. Boil it.")),
            Section(("Descaling", "How often?"), "how-often", ("- monthly\n- or never",)),
        ),
    )


def test_front_matter_gives_title_and_address() -> None:
    found = page("---\ntitle: Sourcing\nlink: https://shop.example/help/sourcing\n---\n\n## Organic\n\nYes.\n\n## Organic\n\nNo.\n")
    assert (found.title, found.link) == ("Sourcing", "https://shop.example/help/sourcing")
    assert [(section.path, section.anchor) for section in found.sections] == [
        (("Organic",), "organic"),
        (("Organic",), "organic-1"),
    ]


def test_an_anchor_of_its_own_is_taken_from_the_heading() -> None:
    (section,) = page("## Lost property {#lost}\n\nAt the till.").sections
    assert (section.path, section.anchor) == ((), "lost")


def test_plain_text_is_one_section_named_after_the_file() -> None:
    assert page("Dogs are welcome.\n\nCats too.") == Page("name", (Section((), "", ("Dogs are welcome.", "Cats too.")),))


def test_html_leaves_menus_out_and_knows_its_address() -> None:
    found = page(
        """<!doctype html><html><head><title>Help | Shop</title><link rel="canonical" href="https://shop.example/help">
        <script>var x = 1</script></head><body><nav>Home</nav><header>Logo</header><main><h1>Help</h1><h2 id="dogs">Dogs &amp; cats</h2>
        <p>On a <b>lead</b>,<br>please. <a href="https://shop.example/map">Map</a></p>
        <table><tr><th>Size</th><th>Price</th></tr><tr><td>small</td><td>£3</td></tr></table>
        <ul><li>one<ul><li>inner</li></ul></li></ul></main><footer>© Shop</footer></body></html>"""
    )
    assert (found.title, found.link) == ("Help", "https://shop.example/help")
    assert found.sections == (
        Section(
            ("Dogs & cats",), "dogs", ("On a lead,\nplease. Map (https://shop.example/map)", "small: Price £3", "- one\n- inner")
        ),
    )


def test_an_e_mail_address_behind_a_word_is_kept() -> None:
    (section,) = page('<html><body><h1>Write</h1><p><a href="mailto:help@shop.example">Write to us</a></p></body></html>').sections
    assert section.paragraphs == ("Write to us (help@shop.example)",)


def test_a_pdf_has_headings_by_size_and_paragraphs_by_gaps() -> None:
    found = page(
        pdf(
            [
                (24, 780, "Kettle care"),
                (16, 740, "Descaling"),
                (11, 715, "Fill the kettle halfway with water and white vine-"),
                (11, 701, "gar and bring it to the boil."),
                (11, 670, "Rinse it three times."),
            ],
            [(16, 780, "Guarantee"), (11, 755, "Three years.")],
        )
    )
    assert found == Page(
        "Kettle care",
        (
            Section(("Descaling",), "page=1", ("Fill the kettle halfway with water and white vinegar and bring it to the boil.", "Rinse it three times.")),
            Section(("Guarantee",), "page=2", ("Three years.",)),
        ),
    )  # fmt: skip


def test_a_paragraph_of_a_pdf_goes_on_over_the_page_and_running_heads_are_left_out() -> None:
    first = [(11, 800, "Moss Help"), (11, 700, "The guarantee covers faults of"), (11, 40, "1")]
    second = [(11, 800, "Moss Help"), (11, 770, "material."), (11, 40, "2")]
    third = [(11, 800, "Moss Help"), (11, 770, "No drops."), (11, 40, "3")]
    (section,) = page(pdf(first, second, third)).sections
    assert section.paragraphs == ("The guarantee covers faults of material.", "No drops.")


def test_a_docx_has_headings_by_style_lists_and_tables() -> None:
    document = Document()
    document.add_heading("Kettle care", 0)
    document.add_heading("Descaling", 1)
    document.add_paragraph(LONG)
    document.add_paragraph("Fill it.", style="List Number")
    document.add_paragraph("Boil it.", style="List Number")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Lid", "£6"
    out = io.BytesIO()
    document.save(out)
    assert page(out.getvalue()) == Page(
        "Kettle care", (Section(("Descaling",), "", (LONG, "1. Fill it.\n2. Boil it.", "Lid: £6")),)
    )


def broken_docx() -> bytes:
    out = io.BytesIO()
    Document().save(out)
    return out.getvalue()[:-400]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"  \n", "the file is empty"),
        (locked(pdf([(11, 700, "secret")]), "x"), "encrypted; save it without a password"),
        (pdf([]), "has no text, only pictures of it; run a text recognition"),
        (b"%PDF-1.4\nnothing more", "the PDF is damaged"),
        (broken_docx(), "the Word file is damaged"),
        (b"PK\x03\x04 an archive", "unpack it, or save it as .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as .docx"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b'{"turns": []}', "firstline import"),
        (b'{"turns": []}\n{"turns": []}\n', "firstline import"),
        (b'[\n{"turns": []}]', "firstline import"),
        (b"<!doctype html><!-- -->", "nothing is written in it"),
        (bytes(range(256)) * 4, "its format is unknown; a help page is Markdown"),
        (b"# Only a heading", "nothing is written in it but headings"),
    ],
)
def test_what_is_no_help_page_says_what_to_do(content: bytes, said: str) -> None:
    with pytest.raises(DocumentError, match=said.replace(".", r"\.")):
        read_page(content, "name")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_encoding_is_read(encoding: str) -> None:
    text = "# Größe\n\nÜber die Größe der Kännchen: 0,4 Liter, für zwei Tassen.\n"
    assert page(text.encode(encoding)).title == "Größe"


def test_markdown_may_begin_with_a_bracket() -> None:
    (section,) = page("[Kettles](https://shop.example/kettles) are sold here.").sections
    assert section.paragraphs == ("Kettles (https://shop.example/kettles) are sold here.",)


def test_a_docx_whose_content_does_not_unpack_is_damaged() -> None:
    out = io.BytesIO()
    Document().save(out)
    content = bytearray(out.getvalue())
    start = content.index(b"word/document.xml") + len("word/document.xml")
    content[start + 20 : start + 60] = b"\xff" * 40
    with pytest.raises(DocumentError, match="the Word file is damaged"):
        read_page(bytes(content), "name")


def test_a_page_inside_a_form_with_its_title_in_a_header_is_read_and_what_stands_around_it_is_not() -> None:
    found = page(
        """<html><body><header><h1>Shop</h1></header><aside>Basket</aside><form><main><header><h1>Dogs</h1></header>
        <h2 id="lead">On a lead<a class="headerlink" href="#lead">¶</a></h2><p>Yes.</p><aside>Not in the tasting room.</aside></main></form></body></html>"""
    )
    assert found == Page("Dogs", (Section(("On a lead",), "lead", ("Yes.", "Not in the tasting room.")),))


def test_without_a_main_part_the_sites_header_and_sidebar_are_left_out() -> None:
    found = page(
        "<html><head><title>Dogs</title></head><body><header>Logo</header><aside>Basket</aside><h2>On a lead</h2><p>Yes.</p></body></html>"
    )
    assert (found.title, found.sections[0].paragraphs) == ("On a lead", ("Yes.",))
