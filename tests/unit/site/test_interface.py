"""What the site says in each language: catalogues, labels, dates and numbers."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment
from pydantic.fields import FieldInfo

from generator.archive.archive import Part
from generator.archive.follow_up import Status
from generator.config import DISTRICT_KINDS, MEETING_KINDS, SiteConfig
from generator.records import model
from generator.records.dates import parse_date
from generator.site.entries import search_entries
from generator.site.interface import LABELS, Interface, N_
from generator.site.page import SearchEntry
from generator.site.theme import read_theme, theme_folder

ROOT = Path(__file__).resolve().parents[3]
LANGUAGES = ("de", "vi")
"""The languages that have a catalogue; English is its own."""

# What `pybabel extract -k N_ -k text -k plural:1,2` looks for, beside gettext's own names.
KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None, "text": None, "plural": (1, 2)}

type Id = str | tuple[str, ...]
