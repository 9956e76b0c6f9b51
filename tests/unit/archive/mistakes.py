"""The smallest bad archives beside exactly what is reported of them: one for every way to be wrong that is met here."""

# ruff: noqa: E501 - what is reported stands here as it is printed

from __future__ import annotations

from typing import NamedTuple


class Mistake(NamedTuple):
    """An archive with one mistake, and every word of what a contributor reads."""

    name: str
    texts: dict[str, str]
    reported: str


MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        "id, nearly",
        {
            "people/ann-quill.yml": "name: Ann Quill\n",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
chairs: [ann-qiull]
---
""",
        },
        """
records/meetings/2024/m.md:4:10: error[unknown-reference]
    4 | chairs: [ann-qiull]
      |          ^^^^^^^^^ nothing in records/people/ has the id or name “ann-qiull”
  help: did you mean “ann-quill” (Ann Quill)?
""",
    ),
    Mistake(
        "name, nearly",
        {
            "people/ann-quill.yml": "name: Ann Quill\n",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
chairs: [Anne Quill]
---
""",
        },
        """
records/meetings/2024/m.md:4:10: error[unknown-reference]
    4 | chairs: [Anne Quill]
      |          ^^^^^^^^^^ nothing in records/people/ has the id or name “Anne Quill”
  help: did you mean “ann-quill” (Ann Quill)?
""",
    ),
    Mistake(
        "nobody like that",
        {
            "people/ann-quill.yml": "name: Ann Quill\n",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
chairs: [Zeb Vox]
---
""",
        },
        """
records/meetings/2024/m.md:4:10: error[unknown-reference]
    4 | chairs: [Zeb Vox]
      |          ^^^^^^^ nothing in records/people/ has the id or name “Zeb Vox”
  help: a new person: add records/people/zeb-vox.yml
""",
    ),
    Mistake(
        "no kind that fits",
        {
            "people/ann-quill.yml": "name: Ann Quill\n",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
districts: [ann-quill]
---
""",
        },
        """
records/meetings/2024/m.md:4:13: error[unknown-reference]
    4 | districts: [ann-quill]
      |             ^^^^^^^^^ nothing in records/districts/ has the id or name “ann-quill”
  help: a new district: add records/districts/ann-quill.yml
""",
    ),
    Mistake(
        "kind in front, nobody like that",
        {
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
conclusions:
  - {id: k1, text: x, addressees: [organizations/moon-club]}
---
""",
        },
        """
records/meetings/2024/m.md:5:36: error[unknown-reference]
    5 |   - {id: k1, text: x, addressees: [organizations/moon-club]}
      |                                    ^^^^^^^^^^^^^^^^^^^^^^^ nothing in records/districts/ or records/organizations/ or records/people/ has the id or name “organizations/moon-club”
  help: a new organization: add records/organizations/moon-club.yml
""",
    ),
    Mistake(
        "nearly an id that two kinds use",
        {
            "districts/mere.yml": "name: Mere\n",
            "organizations/mere.yml": "name: Mere Board\n",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
conclusions:
  - {id: k1, text: x, addressees: [meere]}
---
""",
        },
        """
records/meetings/2024/m.md:5:36: error[unknown-reference]
    5 |   - {id: k1, text: x, addressees: [meere]}
      |                                    ^^^^^ nothing in records/districts/ or records/organizations/ or records/people/ has the id or name “meere”
  help: did you mean “districts/mere” (Mere, district) or “organizations/mere” (Mere Board)?
""",
    ),
    Mistake(
        "namesakes",
        {
            "people/ann-quill.yml": "name: Ann Quill\n",
            "people/quill-farmer.yml": """\
name: Ann Quill
posts: [{role: Farmer}]
""",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
attendees:
  - {person: Ann Quill, role: farmer}
---
""",
        },
        """
records/meetings/2024/m.md:5:14: error[ambiguous-reference]
    5 |   - {person: Ann Quill, role: farmer}
      |              ^^^^^^^^^ “Ann Quill” fits several records
  help: write one of ann-quill (Ann Quill), quill-farmer (Ann Quill, Farmer)
""",
    ),
    Mistake(
        "id of two kinds",
        {
            "districts/mere.yml": "name: Mere\n",
            "organizations/mere.yml": "name: Mere Board\n",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
conclusions:
  - {id: k1, text: x, by: mere}
---
""",
        },
        """
records/meetings/2024/m.md:5:27: error[ambiguous-reference]
    5 |   - {id: k1, text: x, by: mere}
      |                           ^^^^ “mere” fits several records
  help: write one of districts/mere (Mere, district), organizations/mere (Mere Board)
""",
    ),
    Mistake(
        "post",
        {
            "people/ann-quill.yml": """\
name: Ann Quill
posts:
  - {role: Miller, district: mere, organization: guild}
""",
        },
        """
records/people/ann-quill.yml:3:30: error[unknown-reference]
    3 |   - {role: Miller, district: mere, organization: guild}
      |                              ^^^^ nothing in records/districts/ has the id or name “mere”
  help: a new district: add records/districts/mere.yml
records/people/ann-quill.yml:3:50: error[unknown-reference]
    3 |   - {role: Miller, district: mere, organization: guild}
      |                                                  ^^^^^ nothing in records/organizations/ has the id or name “guild”
  help: a new organization: add records/organizations/guild.yml
""",
    ),
    Mistake(
        "successor",
        {
            "districts/mere.yml": """\
name: Mere
until: 2023
successors: [Great Mere]
""",
        },
        """
records/districts/mere.yml:3:14: error[unknown-reference]
    3 | successors: [Great Mere]
      |              ^^^^^^^^^^ nothing in records/districts/ has the id or name “Great Mere”
  help: a new district: add records/districts/great-mere.yml
""",
    ),
    Mistake(
        "source of a register",
        {
            "people/ann-quill.yml": """\
name: Ann Quill
posts:
  - {role: Miller, source: s2}
sources:
  - {id: s1, url: "https://gazette.example/"}
""",
        },
        """
records/people/ann-quill.yml:3:28: error[unknown-reference]
    3 |   - {role: Miller, source: s2}
      |                            ^^ no source here has the id “s2”
  help: known are s1
""",
    ),
    Mistake(
        "source of a meeting without any",
        {
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
conclusions:
  - {id: k1, text: x, source: s1}
---
""",
        },
        """
records/meetings/2024/m.md:5:31: error[unknown-reference]
    5 |   - {id: k1, text: x, source: s1}
      |                               ^^ no source here has the id “s1”
  help: give the sources of this record an `id:`
""",
    ),
    Mistake(
        "speech that is not there",
        {
            "people/ann-quill.yml": "name: Ann Quill\n",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
chairs: [ann-quill]
conclusions:
  - {id: k1, text: x, speech: ann-quill.2}
---
**Ann Quill:** Yes.
""",
        },
        """
records/meetings/2024/m.md:6:31: error[unknown-reference]
    6 |   - {id: k1, text: x, speech: ann-quill.2}
      |                               ^^^^^^^^^^^ this meeting has no speech “ann-quill.2”
  help: write one of ann-quill.1
""",
    ),
    Mistake(
        "speech where there is none",
        {
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
conclusions:
  - {id: k1, text: x, speech: ann-quill}
---
""",
        },
        """
records/meetings/2024/m.md:5:31: error[unknown-reference]
    5 |   - {id: k1, text: x, speech: ann-quill}
      |                               ^^^^^^^^^ this meeting has no speech “ann-quill”
  help: give the speech in the body
""",
    ),
    Mistake(
        "speech of somebody who made two",
        {
            "people/ann-quill.yml": "name: Ann Quill\n",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
chairs: [ann-quill]
conclusions:
  - {id: k1, text: x, speech: ann-quill}
---
**Ann Quill:** Yes.

**Ann Quill:** No.
""",
        },
        """
records/meetings/2024/m.md:6:31: error[ambiguous-reference]
    6 |   - {id: k1, text: x, speech: ann-quill}
      |                               ^^^^^^^^^ “ann-quill” made 2 speeches here
  help: write one of ann-quill.1, ann-quill.2
""",
    ),
    Mistake(
        "conclusion that is not there",
        {
            "meetings/2023/old.md": """\
---
title: T
date: 2023-03-01
conclusions:
  - {id: k1, text: Mend it.}
---
""",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
follow_ups:
  - {conclusion: 'old#k2', status: done}
---
""",
        },
        """
records/meetings/2024/m.md:5:18: error[unknown-reference]
    5 |   - {conclusion: 'old#k2', status: done}
      |                  ^^^^^^^^ the meeting old has no conclusion “k2”
  help: its conclusions: old#k1
""",
    ),
    Mistake(
        "conclusion of a meeting that is not there",
        {
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
follow_ups:
  - {conclusion: '2023-harvest#k2', status: done}
---
""",
        },
        """
records/meetings/2024/m.md:5:18: error[unknown-reference]
    5 |   - {conclusion: '2023-harvest#k2', status: done}
      |                  ^^^^^^^^^^^^^^^^^ nothing in records/meetings/ has the id or name “2023-harvest”
  help: a new meeting: add records/meetings/2023-harvest.md
""",
    ),
    Mistake(
        "conclusion without a meeting",
        {
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
conclusions:
  - {id: k1, text: x, repeats: k7}
---
""",
        },
        """
records/meetings/2024/m.md:5:32: error[wrong-value]
    5 |   - {id: k1, text: x, repeats: k7}
      |                                ^^ “k7” is not a conclusion's address
  help: write <meeting-id>#<conclusion-id>, such as 2023-12-20-quartal#k2
""",
    ),
    Mistake(
        "item that an item goes on from",
        {
            "meetings/2023/old.md": """\
---
title: T
date: 2023-03-01
---
## Grain

## Ferries
""",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
agenda:
  - {heading: Grain, continues: 'old#item-wheat'}
---
## Grain
""",
        },
        """
records/meetings/2024/m.md:5:33: error[unknown-reference]
    5 |   - {heading: Grain, continues: 'old#item-wheat'}
      |                                 ^^^^^^^^^^^^^^^^ the meeting old has no item “item-wheat”
  help: its items: old#item-grain, old#item-ferries
""",
    ),
    Mistake(
        "meeting that an item goes on from",
        {
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
agenda:
  - {heading: Grain, continues: 'old#item-wheat'}
---
## Grain
""",
        },
        """
records/meetings/2024/m.md:5:33: error[unknown-reference]
    5 |   - {heading: Grain, continues: 'old#item-wheat'}
      |                                 ^^^^^^^^^^^^^^^^ nothing in records/meetings/ has the id or name “old”
  help: a new meeting: add records/meetings/old.md
""",
    ),
    Mistake(
        "mergers in a circle",
        {
            "people/a.yml": """\
name: A
merged_into: b
""",
            "people/b.yml": """\
name: B
merged_into: c
""",
            "people/c.yml": """\
name: C
merged_into: a
""",
            "people/d.yml": """\
name: D
merged_into: a
""",
        },
        """
records/people/a.yml:2:14: error[reference-loop]
    2 | merged_into: b
      |              ^ these records are merged in a circle: a → b → c → a
  help: take one of the steps out
  see records/people/b.yml:2:14: the circle goes on here
  see records/people/c.yml:2:14: the circle goes on here
""",
    ),
    Mistake(
        "districts in a circle",
        {
            "districts/mere.yml": """\
name: Mere
parent: tarn
""",
            "districts/tarn.yml": """\
name: Tarn
parent: mere
""",
        },
        """
records/districts/mere.yml:2:9: error[reference-loop]
    2 | parent: tarn
      |         ^^^^ `parent` leads in a circle: mere → tarn → mere
  help: take one of the steps out
  see records/districts/tarn.yml:2:9: the circle goes on here
""",
    ),
    Mistake(
        "link to nothing",
        {
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
---
See [[no-such-thing]] and `[[code]]`.
""",
        },
        r"""
records/meetings/2024/m.md:5:7: error[unknown-link]
    5 | See [[no-such-thing]] and `[[code]]`.
      |       ^^^^^^^^^^^^^ [[no-such-thing]] leads nowhere
  help: text in brackets is written \[[…]]
""",
    ),
    Mistake(
        "link to nearly something",
        {
            "people/ann-quill.yml": "name: Ann Quill\n",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
---
See [[ann-qill|her]].
""",
        },
        r"""
records/meetings/2024/m.md:5:7: error[unknown-link]
    5 | See [[ann-qill|her]].
      |       ^^^^^^^^ [[ann-qill]] leads nowhere
  help: did you mean [[ann-quill]]? text in brackets is written \[[…]]
""",
    ),
    Mistake(
        "link to an id of two kinds",
        {
            "districts/mere.yml": "name: Mere\n",
            "organizations/mere.yml": "name: Mere Board\n",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
---
See [[mere]].
""",
        },
        """
records/meetings/2024/m.md:5:7: error[unknown-link]
    5 | See [[mere]].
      |       ^^^^ [[mere]] fits several records
  help: write [[districts/mere]] or [[organizations/mere]]
""",
    ),
    Mistake(
        "link to a speech that is not there",
        {
            "people/ann-quill.yml": "name: Ann Quill\n",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
chairs: [ann-quill]
---
**Ann Quill:** See [[m#ann-quill.3]].
""",
        },
        r"""
records/meetings/2024/m.md:6:22: error[unknown-link]
    6 | **Ann Quill:** See [[m#ann-quill.3]].
      |                      ^^^^^^^^^^^^^ [[m#ann-quill.3]] leads nowhere: m has nothing that is called “ann-quill.3”
  help: did you mean [[m#ann-quill.1]]? text in brackets is written \[[…]]
""",
    ),
    Mistake(
        "link in a conclusion, a note and a summary",
        {
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
summary: See [[gone]].
conclusions:
  - {id: k1, text: 'See [[m#k2]].'}
notes: ['See `[[code]]` and [[lost]].']
---
""",
        },
        r"""
records/meetings/2024/m.md:4:10: error[unknown-link]
    4 | summary: See [[gone]].
      |          ^^^^^^^^^^^^^ [[gone]] leads nowhere
  help: text in brackets is written \[[…]]
records/meetings/2024/m.md:6:20: error[unknown-link]
    6 |   - {id: k1, text: 'See [[m#k2]].'}
      |                    ^^^^^^^^^^^^^^^ [[m#k2]] leads nowhere: m has nothing that is called “k2”
  help: text in brackets is written \[[…]]
records/meetings/2024/m.md:7:9: error[unknown-link]
    7 | notes: ['See `[[code]]` and [[lost]].']
      |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ [[lost]] leads nowhere
  help: text in brackets is written \[[…]]
""",
    ),
    Mistake(
        "link in the note of a register",
        {
            "issues/fog.yml": """\
name: Fog
note: See [[gone]].
description: See [[lost]].
""",
        },
        r"""
records/issues/fog.yml:2:7: error[unknown-link]
    2 | note: See [[gone]].
      |       ^^^^^^^^^^^^^ [[gone]] leads nowhere
  help: text in brackets is written \[[…]]
records/issues/fog.yml:3:14: error[unknown-link]
    3 | description: See [[lost]].
      |              ^^^^^^^^^^^^^ [[lost]] leads nowhere
  help: text in brackets is written \[[…]]
""",
    ),
    Mistake(
        "conclusions with one id",
        {
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
conclusions:
  - {id: k1, text: One.}
  - {id: k1, text: Two.}
---
""",
        },
        """
records/meetings/2024/m.md:6:10: error[duplicate-conclusion]
    6 |   - {id: k1, text: Two.}
      |          ^^ two conclusions of this meeting have the id “k1”
  help: ids are never used twice
""",
    ),
    Mistake(
        "conclusion that repeats a later one",
        {
            "meetings/2025/new.md": """\
---
title: T
date: 2025-03-01
conclusions:
  - {id: k1, text: Mend it.}
---
""",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
conclusions:
  - {id: k1, text: x, repeats: 'new#k1'}
---
""",
        },
        """
records/meetings/2024/m.md:5:32: error[repeats-later]
    5 |   - {id: k1, text: x, repeats: 'new#k1'}
      |                                ^^^^^^^^ new#k1 is of 2025-03-01, this meeting of 2024-05-01
  help: only an earlier conclusion can be meant
  see records/meetings/2025/new.md:5:10: the conclusion that is meant stands here
""",
    ),
    Mistake(
        "conclusion that repeats one of its own meeting",
        {
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
conclusions:
  - {id: k1, text: x}
  - {id: k2, text: x, repeats: 'm#k1'}
---
""",
        },
        """
records/meetings/2024/m.md:6:32: error[repeats-later]
    6 |   - {id: k2, text: x, repeats: 'm#k1'}
      |                                ^^^^^^ m#k1 is of 2024-05-01, this meeting of 2024-05-01
  help: only an earlier conclusion can be meant
  see records/meetings/2024/m.md:5:10: the conclusion that is meant stands here
""",
    ),
    Mistake(
        "report on a later conclusion, behind one that is not there",
        {
            "meetings/2025/new.md": """\
---
title: T
date: 2025-03-01
conclusions:
  - {id: k1, text: Mend it.}
---
""",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
follow_ups:
  - {conclusion: 'nowhere#k1', status: done}
  - {conclusion: 'new#k1', status: done}
---
""",
        },
        """
records/meetings/2024/m.md:5:18: error[unknown-reference]
    5 |   - {conclusion: 'nowhere#k1', status: done}
      |                  ^^^^^^^^^^^^ nothing in records/meetings/ has the id or name “nowhere”
  help: a new meeting: add records/meetings/nowhere.md
records/meetings/2024/m.md:6:18: error[follow-up-of-later]
    6 |   - {conclusion: 'new#k1', status: done}
      |                  ^^^^^^^^ new#k1 is of 2025-03-01, this meeting of 2024-05-01
  help: only an earlier conclusion can be meant
  see records/meetings/2025/new.md:5:10: the conclusion that is meant stands here
""",
    ),
    Mistake(
        "kind of a meeting, nearly",
        {
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
kind: conferense
---
""",
        },
        """
records/meetings/2024/m.md:4:7: error[unknown-kind]
    4 | kind: conferense
      |       ^^^^^^^^^^ there is no kind “conferense”
  help: did you mean “conference”? more can be named in meeting_kinds of site_config.yml
""",
    ),
    Mistake(
        "kind of a district, like none",
        {
            "districts/mere.yml": """\
name: Mere
kind: zzz
""",
        },
        """
records/districts/mere.yml:2:7: error[unknown-kind]
    2 | kind: zzz
      |       ^^^ there is no kind “zzz”
  help: known are province, district, city, town, commune, ward, township, region, country; more can be named in district_kinds of site_config.yml
""",
    ),
    Mistake(
        "issues in a circle",
        {
            "issues/fog.yml": """\
name: Fog
broader: fog
""",
        },
        """
records/issues/fog.yml:2:10: error[reference-loop]
    2 | broader: fog
      |          ^^^ `broader` leads in a circle: fog → fog
  help: take one of the steps out
  see records/issues/fog.yml:1:7: this is the record itself
""",
    ),
    Mistake(
        "successors in a circle",
        {
            "organizations/guild.yml": """\
name: Guild
successors: [club]
""",
            "organizations/club.yml": """\
name: Club
successors: [guild]
""",
        },
        """
records/organizations/club.yml:2:14: error[reference-loop]
    2 | successors: [guild]
      |              ^^^^^ `successors` leads in a circle: club → guild → club
  help: take one of the steps out
  see records/organizations/guild.yml:2:14: the circle goes on here
""",
    ),
    Mistake(
        "speaker without a speech",
        {
            "people/ann-quill.yml": "name: Ann Quill\n",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
speakers:
  - ann-quill
---
""",
        },
        """
records/meetings/2024/m.md:5:5: info[no-text]
    5 |   - ann-quill
      |     ^^^^^^^^^ nothing is recorded of what Ann Quill said
  help: if the words are known, add a paragraph that begins with **Ann Quill:**
""",
    ),
    Mistake(
        "item twice",
        {
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
---
## Grain

## *Grain*
""",
        },
        """
records/meetings/2024/m.md:7:4: error[duplicate-heading]
    7 | ## *Grain*
      |    ^^^^^^^ the item “Grain” stands here a second time
  help: each item has one heading; ### divides an item
""",
    ),
    Mistake(
        "first level heading",
        {
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
---
# Grain
""",
        },
        """
records/meetings/2024/m.md:5:3: error[wrong-value]
    5 | # Grain
      |   ^^^^^ a heading with one # would be a second title
  help: agenda items begin with ##
""",
    ),
    Mistake(
        "item without heading",
        {
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
agenda:
  - heading: Wheat
---
## Grain
""",
        },
        """
records/meetings/2024/m.md:5:14: error[unknown-item]
    5 |   - heading: Wheat
      |              ^^^^^ the body has no heading “Wheat”
  help: headings are Grain
""",
    ),
    Mistake(
        "label, nearly",
        {
            "people/ann-quill.yml": "name: Ann Quill\n",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
chairs: [ann-quill]
---
**Ann Quil:** Yes.
""",
        },
        """
records/meetings/2024/m.md:6:3: error[near-label]
    6 | **Ann Quil:** Yes.
      |   ^^^^^^^^ “Ann Quil” is nearly the name of a participant
  help: did you mean “Ann Quill”?
""",
    ),
    Mistake(
        "label of two",
        {
            "people/ann-quill.yml": "name: Ann Quill\n",
            "people/quill-farmer.yml": """\
name: Ann Quill
posts: [{role: Farmer}]
""",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
attendees: [ann-quill, quill-farmer]
---
**Ann Quill:** Yes.
""",
        },
        """
records/meetings/2024/m.md:6:3: error[ambiguous-label]
    6 | **Ann Quill:** Yes.
      |   ^^^^^^^^^ “Ann Quill” fits several participants
  help: write the id, or the name that its entry gives in `as:`
""",
    ),
    Mistake(
        "nobody like that, named twice",
        {
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
chairs: [zeb-vox]
---
""",
            "meetings/2024/n.md": """\
---
title: T
date: 2024-05-01
chairs: [zeb-vox]
---
""",
        },
        """
records/meetings/2024/m.md:4:10: error[unknown-reference]
    4 | chairs: [zeb-vox]
      |          ^^^^^^^ nothing in records/people/ has the id or name “zeb-vox”
  help: a new person: add records/people/zeb-vox.yml
  see records/meetings/2024/n.md:4:10: it is named here, too
""",
    ),
    Mistake(
        "letter of another alphabet",
        {
            "people/ann-quill.yml": "name: Ann Quill\n",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
chairs: [аnn-quill]
---
""",
        },
        """
records/meetings/2024/m.md:4:10: error[unknown-reference]
    4 | chairs: [аnn-quill]
      |          ^^^^^^^^^ nothing in records/people/ has the id or name “аnn-quill”; “а” is U+0430 (cyrillic small letter a)
  help: did you mean “ann-quill” (Ann Quill)?
""",
    ),
    Mistake(
        "absent and there",
        {
            "people/ann-quill.yml": "name: Ann Quill\n",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
attendees: [ann-quill]
absent: [ann-quill]
---
""",
        },
        """
records/meetings/2024/m.md:5:10: error[excluding-parts]
    5 | absent: [ann-quill]
      |          ^^^^^^^^^ Ann Quill is among the absent and among the attendees
  help: whoever was absent took no part: take out one of the two
  see records/meetings/2024/m.md:4:13: here among the attendees
""",
    ),
    Mistake(
        "absent and speaking",
        {
            "people/ann-quill.yml": "name: Ann Quill\n",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
absent:
  - {person: ann-quill, reason: ill}
speakers: [Ann Quill]
---
**Ann Quill:** Yes.
""",
        },
        """
records/meetings/2024/m.md:5:14: error[excluding-parts]
    5 |   - {person: ann-quill, reason: ill}
      |              ^^^^^^^^^ Ann Quill is among the absent and among the speakers
  help: whoever was absent took no part: take out one of the two
  see records/meetings/2024/m.md:6:12: here among the speakers
""",
    ),
    Mistake(
        "speaker who was not there",
        {
            "people/ann-quill.yml": "name: Ann Quill\n",
            "people/bob-reed.yml": "name: Bob Reed\n",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
attendees: [ann-quill]
speakers: [bob-reed]
---
**Bob Reed:** Yes.
""",
        },
        """
records/meetings/2024/m.md:5:12: warning[speaker-not-listed]
    5 | speakers: [bob-reed]
      |            ^^^^^^^^ Bob Reed spoke and is not among those who were there
  help: add them to `attendees:`; where it names but some, add a line `- group: …` for the others
""",
    ),
    Mistake(
        "district that had ended speaks",
        {
            "people/ann-quill.yml": "name: Ann Quill\n",
            "districts/mere.yml": """\
name: Mere
until: 2023-12-31
successors: [fen]
""",
            "districts/fen.yml": """\
name: Fen
from: 2024-01-01
""",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
chairs:
  - {person: ann-quill, district: mere}
---
""",
        },
        """
records/meetings/2024/m.md:5:35: warning[out-of-time]
    5 |   - {person: ann-quill, district: mere}
      |                                   ^^^^ Mere existed until 2023-12-31, this meeting is of 2024-05-01
  help: its successors are fen (Fen)
  see records/districts/mere.yml:2:8: its record says so here
""",
    ),
    Mistake(
        "addressee that does not exist yet",
        {
            "districts/mere.yml": """\
name: Mere
until: 2024-12-31
successors: [fen]
""",
            "districts/fen.yml": """\
name: Fen
from: 2025-01-01
""",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
conclusions:
  - {id: k1, text: x, addressees: [fen]}
---
""",
        },
        """
records/meetings/2024/m.md:5:36: warning[out-of-time]
    5 |   - {id: k1, text: x, addressees: [fen]}
      |                                    ^^^ Fen exists since 2025-01-01, this meeting is of 2024-05-01
  help: before it came mere (Mere)
  see records/districts/fen.yml:2:7: its record says so here
""",
    ),
    Mistake(
        "organization that had ended",
        {
            "organizations/guild.yml": """\
name: Guild
until: 2020
""",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
organizations: [Guild]
---
""",
        },
        """
records/meetings/2024/m.md:4:17: warning[out-of-time]
    4 | organizations: [Guild]
      |                 ^^^^^ Guild existed until 2020, this meeting is of 2024-05-01
  help: look at the day, or at the record's dates
  see records/organizations/guild.yml:2:8: its record says so here
""",
    ),
    Mistake(
        "meeting on a former district",
        {
            "districts/mere.yml": """\
name: Mere
until: 2023-12-31
""",
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
districts: [mere]
---
""",
        },
        """
records/meetings/2024/m.md:4:13: info[former-district]
    4 | districts: [mere]
      |             ^^^^ Mere existed until 2023-12-31, this meeting is of 2024-05-01
  help: look at the day, or at the record's dates
  see records/districts/mere.yml:2:8: its record says so here
""",
    ),
    Mistake(
        "due before the meeting",
        {
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
conclusions:
  - {id: k1, text: x, due: 2023-06}
---
""",
        },
        """
records/meetings/2024/m.md:5:28: warning[due-before-meeting]
    5 |   - {id: k1, text: x, due: 2023-06}
      |                            ^^^^^^^ this is due on 2023-06, before the meeting of 2024-05-01
  help: look at the year; a term that was over already stands in `due_note:`
""",
    ),
    Mistake(
        "link into a folder",
        {
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
---
See [the minutes](../2023/old.md).
""",
        },
        """
records/meetings/2024/m.md:5:19: warning[dead-link]
    5 | See [the minutes](../2023/old.md).
      |                   ^^^^^^^^^^^^^^ “../2023/old.md” leads out of the records
  help: a record is linked by [[id]], the web by https://…
""",
    ),
    Mistake(
        "link without https",
        {
            "issues/fog.yml": """\
name: Fog
note: 'See [this](www.fog.example).'
""",
        },
        """
records/issues/fog.yml:2:7: warning[dead-link]
    2 | note: 'See [this](www.fog.example).'
      |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ “www.fog.example” does not say how it is reached
  help: write https://www.fog.example
""",
    ),
    Mistake(
        "link to another scheme",
        {
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
---
[x](javascript:alert(1))
""",
        },
        """
records/meetings/2024/m.md:5:5: warning[dead-link]
    5 | [x](javascript:alert(1))
      |     ^^^^^^^^^^^^^^^^^^^ addresses that begin with “javascript:” are not linked
  help: write http://…, https://… or mailto:…
""",
    ),
    Mistake(
        "link that is cut off",
        {
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
---
[x](//fog.example/) and [y]()
""",
        },
        """
records/meetings/2024/m.md:5:5: warning[dead-link]
    5 | [x](//fog.example/) and [y]()
      |     ^^^^^^^^^^^^^^ “//fog.example/” does not say how it is reached
  help: write https://fog.example/
records/meetings/2024/m.md:5:29: warning[dead-link]
    5 | [x](//fog.example/) and [y]()
      |                             ^ a link without an address
  help: write the address between the round brackets, or take the square ones away
""",
    ),
    Mistake(
        "picture that is missing",
        {
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
---
![A dyke](dyke.png)
""",
        },
        """
records/meetings/2024/m.md:5:11: error[missing-picture]
    5 | ![A dyke](dyke.png)
      |           ^^^^^^^^ there is no picture “dyke.png” here
  help: put the file into records/meetings/2024/, or link the page that shows it
""",
    ),
    Mistake(
        "picture outside",
        {
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
---
![A dyke](../../../dyke.png)

![B](map.svg)
""",
        },
        """
records/meetings/2024/m.md:5:11: error[missing-picture]
    5 | ![A dyke](../../../dyke.png)
      |           ^^^^^^^^^^^^^^^^^ “../../../dyke.png” leads out of the records
  help: put the file into records/meetings/2024/, or link the page that shows it
records/meetings/2024/m.md:7:6: error[missing-picture]
    7 | ![B](map.svg)
      |      ^^^^^^^ there is no picture “map.svg” here
  help: SVG files can hold programs: save it as PNG, and put it beside the record
""",
    ),
    Mistake(
        "source without an address",
        {
            "meetings/2024/m.md": """\
---
title: T
date: 2024-05-01
sources:
  - {title: Gazette}
---
""",
        },
        """
records/meetings/2024/m.md:5:5: info[source-without-address]
    5 |   - {title: Gazette}
      |     ^ the source “Gazette” has no address
  help: add `url:` where there is one
""",
    ),
    Mistake(
        "post held twice",
        {
            "people/ann-quill.yml": """\
name: Ann Quill
posts:
  - {role: Reeve, from: 2020, until: 2023-05}
  - {role: reeve, from: 2023-05-20}
  - {role: Reeve, from: 2022, until: 2024}
""",
        },
        """
records/people/ann-quill.yml:4:12: warning[overlapping-posts]
    4 |   - {role: reeve, from: 2023-05-20}
      |            ^^^^^ “reeve” is held twice at one time
  help: end the earlier one by `until:`, or make one of the two
  see records/people/ann-quill.yml:5:12: it stands here, too
records/people/ann-quill.yml:5:12: warning[overlapping-posts]
    5 |   - {role: Reeve, from: 2022, until: 2024}
      |            ^^^^^ “Reeve” is held twice at one time
  help: end the earlier one by `until:`, or make one of the two
  see records/people/ann-quill.yml:3:12: it stands here, too
""",
    ),
    Mistake(
        "two spellings of one name",
        {
            "people/le-thi-mua.yml": "name: Lê Thị Mùa\n",
            "people/mua-le-thi.yml": "name: Le Thi Mua\n",
        },
        """
records/people/mua-le-thi.yml:1:7: warning[resembling-name]
    1 | name: Le Thi Mua
      |       ^^^^^^^^^^ the name resembles le-thi-mua (Lê Thị Mùa)
  help: if they are one: use le-thi-mua, and add this spelling to its `aliases:`; if they are two: add to one file's name a word that tells them apart, such as an office
  see records/people/le-thi-mua.yml:1:7: the other one
""",
    ),
    Mistake(
        "name with a slip",
        {
            "people/ann-quill.yml": "name: Ann Quill\n",
            "people/ann-qiull.yml": "name: Ann Qiull\n",
        },
        """
records/people/ann-quill.yml:1:7: warning[resembling-name]
    1 | name: Ann Quill
      |       ^^^^^^^^^ the name resembles ann-qiull (Ann Qiull)
  help: if they are one: use ann-qiull, and add this spelling to its `aliases:`; if they are two: add to one file's name a word that tells them apart, such as an office
  see records/people/ann-qiull.yml:1:7: the other one
""",
    ),
    Mistake(
        "report on what was done",
        {
            "meetings/old.md": """\
---
title: T
date: 2023-01-01
conclusions:
  - {id: k1, text: x}
---
""",
            "meetings/a.md": """\
---
title: T
date: 2023-05-01
follow_ups:
  - {conclusion: old#k1, status: done}
---
""",
            "meetings/b.md": """\
---
title: T
date: 2024-05-01
follow_ups:
  - {conclusion: old#k1, status: in_progress}
---
""",
        },
        """
records/meetings/b.md:5:18: warning[follow-up-of-closed]
    5 |   - {conclusion: old#k1, status: in_progress}
      |                  ^^^^^^ old#k1 was reported as done on 2023-05-01
  help: is another conclusion meant? A task that comes up again is a conclusion of its own (`repeats:`)
  see records/meetings/a.md:5:18: reported as done here
""",
    ),
    Mistake(
        "two reports of one day",
        {
            "meetings/old.md": """\
---
title: T
date: 2023-01-01
conclusions:
  - {id: k1, text: x}
---
""",
            "meetings/a.md": """\
---
title: T
date: 2024-05-01
follow_ups:
  - {conclusion: old#k1, status: done}
---
""",
            "meetings/b.md": """\
---
title: T
date: 2024-05-01
follow_ups:
  - {conclusion: old#k1, status: in_progress}
---
""",
        },
        """
records/meetings/b.md:5:18: warning[contradicting-follow-ups]
    5 |   - {conclusion: old#k1, status: in_progress}
      |                  ^^^^^^ old#k1 is reported as in_progress and, on the same day, as done
  help: one of the two is wrong
  see records/meetings/a.md:5:18: reported as done here
""",
    ),
    Mistake(
        "a report on the whole and two of the same day on addressees that say otherwise",
        {
            "districts/mere.yml": "name: Mere\n",
            "districts/fen.yml": "name: Fen\n",
            "meetings/old.md": """\
---
title: T
date: 2023-01-01
conclusions:
  - {id: k1, text: x, addressees: [mere, fen]}
---
""",
            "meetings/a.md": """\
---
title: T
date: 2023-05-01
follow_ups:
  - {conclusion: old#k1, status: in_progress, district: mere}
  - {conclusion: old#k1, status: done}
  - {conclusion: old#k1, status: dropped, district: fen}
  - {conclusion: old#k1, status: not_started, district: fen}
---
""",
        },
        """
records/meetings/a.md:6:18: warning[contradicting-follow-ups]
    6 |   - {conclusion: old#k1, status: done}
      |                  ^^^^^^ old#k1 is reported as done and, on the same day, as in_progress
  help: one of the two is wrong
  see records/meetings/a.md:5:18: reported as in_progress here
records/meetings/a.md:8:18: warning[contradicting-follow-ups]
    8 |   - {conclusion: old#k1, status: not_started, district: fen}
      |                  ^^^^^^ old#k1 is reported as not_started and, on the same day, as dropped
  help: one of the two is wrong
  see records/meetings/a.md:7:18: reported as dropped here
""",
    ),
    Mistake(
        "a person merged into their own record",
        {"people/ann.yml": "name: Ann\nmerged_into: ann\n"},
        """
records/people/ann.yml:2:14: error[reference-loop]
    2 | merged_into: ann
      |              ^^^ these records are merged in a circle: ann → ann
  help: take one of the steps out
  see records/people/ann.yml:1:7: this is the record itself
""",
    ),
    Mistake(
        "conclusions of one day that repeat each other",
        {
            "meetings/a.md": """\
---
title: T
date: 2024-05-01
conclusions:
  - {id: k1, text: x, repeats: b#k1}
---
""",
            "meetings/b.md": """\
---
title: T
date: 2024-05-01
conclusions:
  - {id: k1, text: x, repeats: a#k1}
---
""",
        },
        """
records/meetings/a.md:5:32: error[reference-loop]
    5 |   - {id: k1, text: x, repeats: b#k1}
      |                                ^^^^ `repeats` leads in a circle: a#k1 → b#k1 → a#k1
  help: take one of the steps out
  see records/meetings/b.md:5:32: the circle goes on here
""",
    ),
    Mistake(
        "a district that succeeds itself",
        {
            "districts/mere.yml": "name: Mere\nuntil: 2023\nsuccessors: [fen, mere]\n",
            "districts/fen.yml": "name: Fen\n",
        },
        """
records/districts/mere.yml:3:19: error[reference-loop]
    3 | successors: [fen, mere]
      |                   ^^^^ `successors` leads in a circle: mere → mere
  help: what goes on under its name has no successor: only what joined it names one
  see records/districts/mere.yml:1:7: this is the record itself
""",
    ),
    Mistake(
        "a conclusion addressed to a district that had ended",
        {
            "districts/mere.yml": "name: Mere\nuntil: 2023-12-31\nsuccessors: [fen]\n",
            "districts/fen.yml": "name: Fen\nfrom: 2024-01-01\n",
            "meetings/m.md": """\
---
title: T
date: 2024-05-01
conclusions:
  - {id: k1, text: x, addressees: [mere]}
---
""",
        },
        """
records/meetings/m.md:5:36: warning[out-of-time]
    5 |   - {id: k1, text: x, addressees: [mere]}
      |                                    ^^^^ Mere existed until 2023-12-31, this meeting is of 2024-05-01
  help: its successors are fen (Fen)
  see records/districts/mere.yml:2:8: its record says so here
""",
    ),
    Mistake(
        "nearly the words of an earlier conclusion",
        {
            "issues/dykes.yml": "name: Dykes\n",
            "meetings/old.md": """\
---
title: T
date: 2023-01-01
conclusions:
  - {id: k1, text: Every village repairs its dyke before winter begins., issues: [dykes]}
---
""",
            "meetings/new.md": """\
---
title: T
date: 2024-05-01
conclusions:
  - {id: k1, text: Every village finally repairs its dyke before winter begins!, issues: [dykes]}
  - {id: k2, text: Every village repairs its dyke before winter begins., issues: [dykes], repeats: old#k1}
---
""",
        },
        """
records/meetings/new.md:5:20: info[possible-restatement]
    5 |   - {id: k1, text: Every village finally repairs its dyke before winter begins!, issues: [dykes]}
      |                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this says nearly the same as old#k1 of 2023-01-01
  help: if it is the same task, add `repeats: old#k1`: then the earlier one counts as said again
  see records/meetings/old.md:5:20: the earlier one
""",
    ),
)
