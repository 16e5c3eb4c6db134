#!/usr/bin/env python3
"""Makes the printing faces of this folder out of Debian's `fonts-texgyre` with Debian's `fontforge-nox`.

  fontforge -lang=py -script shared/document/faces/make_faces.py

The PDF engine embeds TrueType outlines only, TeX Gyre ships CFF: hence the conversion (shared/decisions/0003). Only the
Latin letters, punctuation and signs below are kept. The results are committed, so that a build, also the one for the
browser, needs neither of the two packages. The GUST licence asks that a changed face does not carry the old name.
"""
import os

os.environ["SOURCE_DATE_EPOCH"] = "0"  # the same bytes each time

import fontforge  # noqa: E402 comes with the fontforge program

SOURCE = "/usr/share/texmf/fonts/opentype/public/tex-gyre"
HERE = os.path.dirname(os.path.abspath(__file__))
FACES = {
    "bonum-regular": ("texgyrebonum-regular", "RondaBonum-Regular"),
    "bonum-bold": ("texgyrebonum-bold", "RondaBonum-Bold"),
    "bonum-italic": ("texgyrebonum-italic", "RondaBonum-Italic"),
    "heros-medium": ("texgyreheros-regular", "RondaHeros-Medium"),
    "heros-bold": ("texgyreheros-bold", "RondaHeros-Bold"),
}
KEPT = [(0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x2C6, 0x2DD), (0x2010, 0x2015),
        (0x2018, 0x201E), (0x2020, 0x2022), (0x2026, 0x2026), (0x2030, 0x2030), (0x2032, 0x2033), (0x2039, 0x203A),
        (0x2044, 0x2044), (0x20AC, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212),
        (0x221A, 0x221A), (0x2248, 0x2248), (0x2260, 0x2260), (0x2264, 0x2265), (0x25CA, 0x25CA), (0x25E6, 0x25E6)]
# In thousandths of the size: so the small print of a thermal printer (20 dots) keeps strokes of two dots.
EMBOLDENED = {"heros-medium": 16}


def kept(codepoint):
    return any(first <= codepoint <= last for first, last in KEPT)


for name, (source, new_name) in sorted(FACES.items()):
    font = fontforge.open("%s/%s.otf" % (SOURCE, source))
    for lookup in list(font.gsub_lookups) + list(font.gpos_lookups):
        font.removeLookup(lookup)  # the engine shapes nothing; ligatures would only weigh
    for glyph in list(font.glyphs()):
        if glyph.glyphname != ".notdef" and not kept(glyph.unicode):
            font.removeGlyph(glyph)
    font.familyname, style = new_name.split("-")
    font.fontname = new_name
    font.fullname = "%s %s" % (font.familyname, style)
    font.sfnt_names = (("English (US)", "SubFamily", "Regular"),)  # else the engine names it "…-Bold,Bold"
    font.em = 1000
    font.selection.all()
    font.unlinkReferences()
    if name in EMBOLDENED:
        font.changeWeight(EMBOLDENED[name], "auto", 0, 0, "auto")
        font.simplify(1)  # the pen leaves more points than the shape needs
    font.layers[font.activeLayer].is_quadratic = True
    for glyph in font.glyphs():
        glyph.round()
    font.correctDirection()
    font.generate(os.path.join(HERE, name + ".ttf"), flags=("short-post", "no-hints", "no-flex", "omit-instructions"))
    print(name, len(list(font.glyphs())), "glyphs")
