"""How reports say it, in German, Vietnamese and English: words of presiding, attending, speaking and ordering, as data.

Each table is a row of regular expressions by language. A report in another phrasing needs a line here and nothing
else. Patterns are matched without regard to case unless they say so, on text in which quotations are blanked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

Language = Literal["de", "vi", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "vi", "en")
Side = Literal["before", "after", "either"]
"""Where the people of a phrase stand; `either` is before it, and behind it where nobody stands before."""


class Cue(NamedTuple):
    """A phrase that says what somebody did in a meeting."""

    part: str
    """The field of the record: `chairs`, `attendees`, `absent` or `speakers`."""
    side: Side
    pattern: re.Pattern[str]
    kind: str = ""
    """Of a speech, where the phrase says it."""
    says: bool = False
    """Whether the phrase introduces what was said, and not only that somebody spoke."""


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


_Row = tuple[str, Side, str, str, bool]

_CUES: Mapping[Language, Sequence[_Row]] = {
    "de": (
        ("chairs", "after", r"unter (?:dem |der )?(?:gemeinsamen )?(?:Vorsitz|Leitung)(?: von| des"
                        r"| der)?", "", False),
        ("chairs", "after", r"den (?:gemeinsamen )?Vorsitz (?:führten?|hatten?|übernahm(?:en)?"
                        r"|teilten sich)", "", False),
        ("chairs", "either", r"führten?(?: \w+){0,3} Vorsitz|hatten?(?: \w+){0,3} Vorsitz(?: inne)?", "", False),
        ("chairs", "either", r"waren? (?:Co-|Ko-)?Vorsitzender?(?: der \w+)?", "", False),
        ("chairs", "either", r"leitete[nt]?(?! \w+ ein)|geleitet|präsidierte[n]?|moderierte[n]?"
                         r"|einberufen", "", False),
        ("attendees", "after", r"im Beisein|in Anwesenheit|anwesend waren?|zu Gast waren?|zugegen waren?", "", False),
        ("attendees", "after", r"unter den (?:Gästen|Anwesenden|Teilnehmern)(?: waren?)?", "", False),
        ("attendees", "either", r"nahm(?:en)?|nehmen|teilgenommen", "", False),
        ("attendees", "either", r"(?:anwesend|zugegen|gekommen|erschienen|zu Gast)|waren?(?: auch)? dabei", "", False),
        ("absent", "either", r"fehlten?|entschuldigt(?: fehlten?)?|abwesend|verhindert", "", False),
        ("speakers", "either", r"eröffnete[n]?|begrüßten?|hieß(?:en)?(?: \w+){0,4} willkommen", "opening", False),
        ("speakers", "either", r"berichtete[n]?|trug(?:en)?|erstattete[n]?|referierte[n]?", "report", True),
        ("speakers", "either", r"stellten?(?: \w+){0,6} vor|legten?(?: \w+){0,6} vor", "report", True),
        ("speakers", "either", r"fragten?(?: nach)?|wollten? wissen|erkundigten? sich", "question", True),
        ("speakers", "either", r"antwortete[n]?|erwiderte[n]?|entgegnete[n]?", "answer", True),
        ("speakers", "either", r"hielt(?: \w+){0,6} (?:Abschlussrede|Schlussrede|Schlusswort)", "closing", True),
        ("speakers", "either", r"(?:sprach|sprachen)(?: (?:bei|in|auf|zu) der (?:Diskussion|Aussprache|Debatte))?",
         "discussion", False),
        ("speakers", "either", r"meldeten? sich(?: \w+){0,2} zu Wort|ergriff(?:en)? das Wort", "discussion", False),
        ("speakers", "either", r"hielt(?: \w+){0,3} (?:Rede|Ansprache)", "", False),
        ("speakers", "either",
         r"sagten?|so|erklärten?|betonten?|unterstrich(?:en)?|hob(?:en)?|wies(?:en)?|mahnten?|warnten?|forderten?"
         r"|bat(?:en)?"
         r"|kritisierten?|bemängelten?|lobten?|würdigten?|dankten?|erinnerten?|ergänzten?|meinten?|äußerten?"
         r"|verlangten?"
         r"|beauftragten?|ordneten?|schlug(?:en)?|regten?|empfahl(?:en)?|versicherten?|versprach(?:en)?|kündigten?"
         r"|teilten?(?: \w+){0,3} mit|stellten?(?: \w+){0,3} fest|nannten?|gab(?:en)?|räumten?|plädierten?"
         r"|appellierten?",
         "", True),
    ),
    "vi": (
        ("chairs", "after", r"dưới sự (?:chủ trì|điều hành|chủ tọa)(?: của)?", "", False),
        ("chairs", "after", r"(?:cùng |đồng )?(?:chủ trì|chủ tọa|điều hành)(?: \w+){0,3} (?:có|là|gồm)", "", False),
        ("chairs", "either", r"(?:cùng |đồng )?(?:chủ trì|chủ tọa|điều hành)|làm trưởng đoàn|dẫn đầu", "", False),
        ("attendees", "after",
         r"(?:cùng |tham |về |đến |tới )*(?:dự|tham gia|đi)(?: \w+){0,4}? (?:còn )?(?:có|gồm)(?: mặt)?", "", False),
        ("attendees", "after", r"có mặt(?: tại \w+ \w+)?|với sự (?:tham dự|tham gia|có mặt)(?: của)?", "", False),
        ("attendees", "either", r"(?:đã )?(?:đến |tới |tham |về )?dự(?= hội nghị| kỳ họp| buổi| họp| cuộc|$)|cùng dự",
         "", False),
        ("absent", "either", r"vắng mặt|vắng", "", False),
        ("speakers", "either", r"(?:phát biểu |tuyên bố |đọc (?:diễn văn|lời) )?khai mạc(?! kỳ họp| hội nghị)"
         r"|phát biểu (?:khai mạc|chào mừng)|đọc diễn văn", "opening", False),
        ("speakers", "either", r"trình bày|báo cáo(?= tình hình| kết quả| với| về| nhanh| tóm tắt)|thông qua báo cáo",
         "report", False),
        ("speakers", "either", r"chất vấn|đặt câu hỏi|nêu câu hỏi", "question", False),
        ("speakers", "either", r"(?:trả lời|giải trình|tiếp thu)(?: chất vấn| ý kiến)?", "answer", False),
        ("speakers", "either", r"(?:phát biểu )?(?:kết luận|bế mạc|tổng kết|kết thúc)", "closing", False),
        ("speakers", "either", r"(?:phát biểu )?(?:thảo luận|tham luận|tham gia ý kiến|góp ý)", "discussion", False),
        ("speakers", "either", r"phát biểu", "", False),
        ("speakers", "either",
         r"nói|cho biết|cho rằng|khẳng định|nhấn mạnh|nêu rõ|nêu|đề nghị|đề xuất|kiến nghị|yêu cầu|lưu ý|chỉ đạo"
         r"|biểu dương"
         r"|đánh giá cao|ghi nhận|cảm ơn|phản ánh|chia sẻ|bày tỏ|giao|chỉ rõ|phân tích|mong muốn|đồng tình"
         r"|quán triệt",
         "", True),
    ),
    "en": (
        ("chairs", "after", r"(?:co-)?chaired (?:\w+ )?by|under the (?:chairmanship|chair"
                        r"|leadership)(?: of)?", "", False),
        ("chairs", "after", r"(?:presided over|led|convened|headed|moderated) by|in the chair (?:was"
                        r"|were)", "", False),
        ("chairs", "either", r"(?:co-)?chaired|presided|took the chair|was in the chair|convened"
                         r"|moderated", "", False),
        ("attendees", "after",
         r"(?:also )?(?:attending|present|taking part|participating|in attendance)(?: \w+){0,5}? (?:was"
         r"|were)", "", False),
        ("attendees", "after", r"attended by|in the presence of|joined by", "", False),
        ("attendees", "after", r"among (?:those present|the guests|the participants|those attending)(?: was| were)?",
         "", False),
        ("attendees", "either", r"attended|took part|participated|(?:was|were) (?:also )?(?:present|there"
                            r"|in attendance)",
         "", False),
        ("absent", "either", r"(?:was|were) absent|sent (?:\w+ )?(?:apologies|regrets)|apologies(?: \w+){0,3} from|"
         r"could not attend|excused", "", False),
        ("speakers", "either", r"opened|welcomed|(?:gave|delivered)(?: \w+){0,2} opening (?:speech|address|remarks)",
         "opening", False),
        ("speakers", "either", r"reported|presented|briefed|outlined|introduced", "report", True),
        ("speakers", "either", r"asked (?:who|what|when|why|how|where|whether|if|about|for)|wanted to know|inquired",
         "question", True),
        ("speakers", "either", r"answered|replied|respond(?:ed|ing)", "answer", True),
        ("speakers", "either", r"(?:closed|concluding|closing|adjourned|concluded)(?: the| his| her)?"
         r"(?: (?:remarks|speech|address))?", "closing", True),
        ("speakers", "either", r"spoke (?:at|in|during) the (?:discussion|debate)|joined the (?:discussion|debate)",
         "discussion", False),
        ("speakers", "either", r"spoke|took the floor|gave a speech|addressed the", "", False),
        ("speakers", "either",
         r"said|told|stated|stressed|emphasi[sz]ed|explained|noted|added|warned|urged|asked|requested|demanded"
         r"|suggested"
         r"|proposed|complained|argued|criticised|criticized|praised|thanked|instructed|directed|ordered|called"
         r"|pointed"
         r"|recalled|underlined|recommended|pledged|promised|announced|insisted|remarked|observed|commended|required",
         "", True),
    ),
}  # fmt: skip

CUES: Mapping[Language, tuple[Cue, ...]] = {
    language: tuple(Cue(part, side, _words(pattern), kind, says) for part, side, pattern, kind, says in rows)
    for language, rows in _CUES.items()
}

# ── offices and forms of address ──────────────────────────────────────────────────────────────────────────────────

OFFICES: Mapping[Language, re.Pattern[str]] = {
    "de": _words(
        r"(?:(?:ständige|stellvertretende|stv\.|erste|zweite|amtierende|ehemalige|kommissarische"
        r"|geschäftsführende|leitende)"
        r"[rnms]? )*"
        r"\w*(?:vorsitzende[rnm]?|vorsteher(?:in)?|leiter(?:in)?|sekretär(?:in)?|mitglied(?:er)?|sprecher(?:in)?"
        r"|meister(?:in)?|präsident(?:in)?|minister(?:in)?|direktor(?:in)?|abgeordnete[rnm]?|delegierte[rm]"
        r"|referent(?:in)?"
        r"|beauftragte[rnm]?|sachverständige[rnm]?|landr[aä]t(?:in)?|stadtr[aä]t(?:in)?|gemeinder[aä]t(?:in)?"
        r"|wart(?:in)?"
        r"|inspektor(?:in)?|kommissar(?:in)?|vertreter(?:in)?|geschäftsführer(?:in)?|generalsekretär(?:in)?"
        r"|richter(?:in)?"
        r"|anw[aä]lt(?:in)?|professor(?:in)?|verwalter(?:in)?|schriftführer(?:in)?|ingenieur(?:in)?|chef(?:in)?"
        r"|botschafter(?:in)?"
        r"|fährmann|fährfrau|hauptmann|oberst|ratsherr|ratsfrau|landwirt(?:in)?|fischer(?:in)?|lehrer(?:in)?)"
    ),
    "vi": _words(
        r"(?:nguyên |quyền )?(?:phó |tổng |trưởng |phó trưởng )?(?:bí thư|chủ tịch|chủ nhiệm|trưởng ban|trưởng phòng"
        r"|trưởng đoàn|trưởng bến(?: đò)?|trưởng thôn|trưởng|giám đốc|chánh văn phòng|chánh án|chánh thanh tra"
        r"|chánh|cục trưởng"
        r"|chi cục trưởng|viện trưởng|vụ trưởng|hiệu trưởng|tổ trưởng|đội trưởng|bộ trưởng|thứ trưởng|thủ tướng"
        r"|tổng thư ký"
        r"|ủy viên|uỷ viên|đại biểu quốc hội|đại biểu hđnd|chuyên viên|thư ký|thường trực|kế toán trưởng"
        r"|phát ngôn viên"
        r"|cử tri|chỉ huy trưởng|chính ủy)"
    ),
    "en": _words(
        r"(?:(?:first|second|vice|deputy|acting|former|permanent|standing|honorary|assistant|senior|executive)[ -])*"
        r"(?:town |city |district |provincial |county |harbou?r |general |prime |police )*"
        r"(?:chair(?:man|woman|person)?|head|secretary|mayor|director|president|vice-president|minister|governor"
        r"|master"
        r"|member|deputy|deputies|spokes(?:man|woman|person)|commissioner|councill?or|officer|inspector"
        r"|representative|delegate"
        r"|leader|chief|manager|engineer|treasurer|clerk|voter|farmer|fisherman|ferryman|expert|professor|judge"
        r"|warden"
        r"|superintendent|ambassador|magistrate|administrator|coordinator|alderman|speaker)"
    ),
}
"""What an office begins with; an office goes on with whatever follows, up to the next comma or phrase."""

TITLES: Mapping[Language, re.Pattern[str]] = {
    "de": _words(r"Genoss(?:e|en|in|innen)|Herrn?|Frau|Dr\.|Prof\.|Dipl\.-Ing\.|Kamerad(?:in)?"),
    "vi": _words(r"(?:các )?đồng chí|các ông, bà|ông|bà|anh|chị|TS\.?|ThS\.?|PGS\.?|GS\.?|Đ/c\.?"),
    "en": _words(r"Comrades?|Mr\.?|Mrs\.?|Ms\.?|Miss|Dr\.?|Prof\.?|Sir|Lady"),
}
"""Forms of address in front of a name."""

AND: Mapping[Language, re.Pattern[str]] = {
    "de": _words(r"und|sowie|aus|zusammen mit|gemeinsam mit|neben"),
    "vi": _words(r"và|cùng(?: với)?|các đồng chí|đồng chí|ông|bà|đại diện|do"),
    "en": _words(r"and|as well as|together with|along with|alongside|from"),
}
"""What ends an office behind a name, where nothing else does."""

COMPANY = re.compile(
    r"(?i)\s(?:und|sowie|and|as well as|và|cùng(?: với)?)\s(?:(?:die|den|alle|weitere|andere|zahlreiche|viele|mehrere"
    r"|the|all|other|many|several|numerous|các|một số)\s)*"
    r"(?:Delegierten?|Vertreter(?:n|innen)?(?= )|Gästen?|Teilnehmern?|delegates"
    r"|representatives|guests|participants|others|đại biểu|đại diện|lãnh đạo)(?!\w)"
)
"""Others without names, behind somebody's office."""

ROLE_END: Mapping[Language, re.Pattern[str]] = {
    "de": _words(r"hat|haben|hatten?|war|waren|ist|sind|wurden?|kam|kamen|konnte|wird|als|saß"),
    "vi": _words(r"đã|đang|sẽ|cùng|được|là|làm|đọc|cho|và các|đến|tới|có(?! trách nhiệm)|phát biểu"),
    "en": _words(r"was|were|has|had|is|are|who|which|will|also|on behalf"),
}
"""Verbs with which a sentence goes on behind an office."""

PRONOUN: Mapping[Language, re.Pattern[str]] = {
    "de": re.compile(r"(?:Gleichzeitig |Zugleich |Außerdem |Ferner )?(?:Er|Sie)\b|[^.]{0,60}\b(?:er|sie)\b"),
    "vi": re.compile(r"(?:Đồng thời, |Theo đó, )?(?:Đồng chí|đồng chí|Ông|ông|Bà|bà)\s+(?=[a-zđà-ỹ])"),
    "en": re.compile(r"(?:Also, |Moreover, )?(?:He|She)\b|[^.]{0,80}\b(?:he|she)\b"),
}
"""A sentence whose subject was named before; with regard to case."""

FAMILY_NAMES = frozenset(
    "an bach bui cao chau chu cu dam dang danh dao dau diep dinh do doan dong duong gia giang giap ha han hang ho"
    " hoang hua huynh khong khuat khuc kieu kim la lai lam le lo loc luc luong luu ly ma mac mai nghiem ngo nguy nguyen"
    " ninh nong ong pham phan phi pho phung quach quan ta tang thach thai than thieu tieu to tong tra tran trieu"
    " trinh truong tu tuong ung van vi vien vo vu vuong".split()
)
"""Vietnamese family names, folded."""

NO_NAMES = re.compile(
    r"(?:Đoàn (?:Thanh|Đại|Luật|Chủ|Kiểm|Công|Giám)|Văn (?:phòng|hóa)|Lý luận|Hà Nội|Cao (?:đẳng|tốc)|Đảng)"
)
"""What begins as a family name does, and is none."""

SYLLABLE = re.compile(r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?")
"""A syllable of Vietnamese, folded."""

# ── places ────────────────────────────────────────────────────────────────────────────────────────────────────────

PLACE_BEFORE: Mapping[Language, re.Pattern[str]] = {
    "de": re.compile(
        r"\b(?:Bezirke?s?|Bezirken|Stadt|Städten?|Gemeinden?|Kreis(?:es)?|Landkreis(?:es)?|Provinz|Weilers?"
        r"|Dorf(?:es)?"
        r"|Markt|Stadtteils?)\s+$"
    ),
    "vi": re.compile(r"(?i)(?:huyện|thị xã|thành phố|tp\.?|tỉnh|xã|phường|quận|thị trấn|thôn|đặc khu)\s+$"),
    "en": re.compile(r"(?i)\b(?:district|town|city|commune|province|ward|village|county) of\s+$"),
}
"""What stands in front of the name of a place, and says that it is one."""

PLACE_BEHIND = re.compile(r"\s+(?:[Dd]istrict|[Tt]own|[Cc]ity|[Cc]ommune|[Pp]rovince|[Ww]ard|[Vv]illage|[Cc]ounty)\b")
"""What stands behind the name of a place, in English."""

PLACE_KINDS: Sequence[tuple[re.Pattern[str], tuple[str, ...]]] = (
    (re.compile(r"(?i)bezirk|huyện|district"), ("district",)),
    (re.compile(r"(?i)thị xã|town"), ("town",)),
    (re.compile(r"(?i)stadt|städt|thành phố|tp|city"), ("city", "town")),
    (re.compile(r"(?i)gemeinde|\bxã|commune"), ("commune",)),
    (re.compile(r"(?i)provinz|tỉnh|province"), ("province",)),
    (re.compile(r"(?i)phường|ward"), ("ward",)),
)
"""Which rank the word beside a place means, to tell namesakes apart."""

# ── orders and decisions ──────────────────────────────────────────────────────────────────────────────────────────

RESOLVE: Mapping[Language, re.Pattern[str]] = {
    "de": _words(
        r"beschloss(?:en)?|beschlossen|verabschiedeten?|vereinbarten?|einigten? sich|abgelehnt|angenommen"
        r"|lehnten?(?: \w+){0,6} ab"
        r"|stimmten?(?: \w+){0,6} zu|billigten?|entschied(?:en)?|legten?(?: \w+){0,4} fest"
        r"|kam(?:en)?(?: \w+){0,3} überein"
    ),
    "vi": _words(r"biểu quyết(?: thông qua)?|thống nhất|thông qua(?! báo cáo)|quyết nghị|quyết định|nhất trí"),
    "en": _words(r"resolved|agreed|decided|adopted|approved|rejected|passed|voted|concluded that|endorsed"),
}
"""What a meeting does: it decides."""

ORDER: Mapping[Language, re.Pattern[str]] = {
    "de": _words(
        r"forderten?|aufgefordert|beauftragten?|beauftragt|wies(?:en)?(?: \w+){0,8} an|angewiesen"
        r"|ordneten?(?: \w+){0,8} an"
        r"|verlangten?|bat(?:en)?|gebeten|verpflichteten?|verpflichtet|schlug(?:en)?(?: \w+){0,3} vor|mahnten?"
        r"|trug(?:en)?(?: \w+){0,6} auf"
    ),
    "vi": _words(r"yêu cầu|đề nghị|giao|chỉ đạo|lưu ý"),
    "en": _words(
        r"instructed|directed|ordered|asked(?! who| what| when| why| how| where| whether| if| about| for)|requested"
        r"|required|urged|tasked|called (?:on|upon)|demanded|charged"
    ),
}
"""What somebody who presides does: they order."""

OBLIGE: Mapping[Language, re.Pattern[str]] = {
    "de": _words(
        r"müssen|muss|sollen|soll|sollten?|(?:ist|sind)(?: \w+){1,12} zu \w+en"
        r"|haben(?: \w+){1,10} zu \w+en"
    ),
    "vi": _words(r"cần(?! thiết)|phải|có trách nhiệm|tiếp tục|tập trung|tăng cường|khẩn trương"),
    "en": _words(r"must|shall|should|(?:is|are) to|(?:has|have) to|needs? to"),
}
"""That something is to be done: an order where orders are being given."""

ASKED_PASSIVELY: Mapping[Language, re.Pattern[str]] = {
    "de": _words(
        r"(?:wird|werden|wurden?)(?: [\w-]+){0,8} (?:beauftragt|gebeten|angewiesen|aufgefordert|verpflichtet)"
    ),
    "vi": re.compile(r"^(?:Giao|Yêu cầu|Đề nghị)\b"),
    "en": _words(r"(?:was|were|is|are) (?:also )?(?:instructed|asked|directed|ordered|requested|tasked|required)"),
}
"""An order without anybody who gives it."""

CLOSING: Mapping[Language, re.Pattern[str]] = {
    "de": _words(r"zum Abschluss|zum Schluss|abschließend|in (?:seiner|ihrer) Schluss\w+|Schlusswort|Abschlussrede"),
    "vi": _words(r"kết luận|kết thúc|bế mạc|tổng kết|qua kiểm tra"),
    "en": _words(r"(?:in )?(?:his |her |the )?closing|concluding|in conclusion|wrapping up|at the end of"),
}
"""Where a report comes to what was ordered at the end."""

REJECTED = _words(r"abgelehnt|lehnten?|rejected|bác bỏ|không thông qua")
"""A decision that something is not to be."""

DUE: Mapping[Language, re.Pattern[str]] = {
    "de": re.compile(
        r"(?i)(?<!\w)(?:bis|vor|spätestens)(?: (?:zum|dem|am|Ende|Mitte|Anfang|spätestens|des"
        r"|den))*\s*$"
    ),
    "vi": re.compile(
        r"(?i)(?<!\w)(?:(?:xong |hoàn thành )?trước|chậm nhất(?: là)?|hết|đến hết|muộn nhất(?: là)?"
        r"|(?:hoàn thành )?trong)\s*$"
    ),
    "en": re.compile(r"(?i)(?<!\w)(?:by|before|no later than|until|till)(?: (?:the|end|of|middle|beginning))*\s*$"),
}
"""What stands in front of the day by which something is to be done."""

ALL_DISTRICTS: Mapping[Language, re.Pattern[str]] = {
    "de": _words(r"(?:die|alle|allen|den) Bezirken?(?! [A-ZÄÖÜĐ]\w+)(?:,? (?:und|Städten?|Gemeinden))*"),
    "vi": _words(r"(?:tất cả )?các huyện(?:, thị xã|, thành phố)*|các địa phương"),
    "en": _words(r"(?:the|all) districts"),
}
"""All districts of the first level, as addressees."""

# ── meetings ──────────────────────────────────────────────────────────────────────────────────────────────────────

MEETING_KINDS: Sequence[tuple[str, re.Pattern[str]]] = (
    ("voter-meeting", _words(r"Wähler(?:treffen|gespräch\w*|sprechstunde)|tiếp xúc cử tri|met (?:with )?voters"
                             r"|meeting voters")),
    ("press-conference", _words(r"Pressekonferenz|họp báo|press conference|news conference")),
    ("inspection", _words(r"Inspektion\w*|kiểm tra công tác|inspection(?: visit)?")),
    ("congress", _words(r"Parteitag|Kongress|đại hội|congress")),
    ("session", _words(r"Sitzung|Tagung|kỳ họp|phiên họp|session")),
    ("conference", _words(r"Konferenz|hội nghị|conference")),
)  # fmt: skip
"""The kind of meeting by the word that a report uses first."""

MEETING: Mapping[Language, re.Pattern[str]] = {
    "de": re.compile(r"(?i)konferenz|sitzung|tagung|treffen|versammlung|zusammen|runde\b|beratung|\btagt|gespräch"),
    "vi": re.compile(r"(?i)hội nghị|kỳ họp|phiên họp|cuộc họp|buổi|đại hội|tổ chức|kiểm tra|tiếp xúc|làm việc"),
    "en": re.compile(r"(?i)conference|meeting|session|congress|talks|held|\bmet\b|gather|assembl|convened"),
}
"""Words beside which the day of the meeting stands."""

PART_OF_DAY: Sequence[tuple[str, re.Pattern[str]]] = (
    ("morning", _words(r"Vormittags?|Morgens?|(?:buổi )?sáng|morning")),
    ("afternoon", _words(r"Nachmittags?|(?:buổi )?chiều|afternoon")),
    ("evening", _words(r"Abends?|(?:buổi )?tối|evening")),
)

QUARTER = re.compile(
    r"(?i)(?P<n>erste[nsm]?|zweite[nsm]?|dritte[nsm]?|vierte[nsm]?|first|second|third|fourth"
    r"|[1-4]\.)\s+(?:Quartals?|quarter)"
    r"(?: (?:of|des Jahres))?\s+(?P<year>\d{4})|quý\s+(?P<vn>IV|I{1,3}|[1-4])(?:\s*[/-]\s*|\s+năm\s+"
    r"|\s+)(?P<vyear>\d{4})"
)
NUMERALS = {"erste": 1, "zweit": 2, "dritt": 3, "viert": 4, "first": 1, "secon": 2, "third": 3, "fourt": 4}
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

PUBLISHER = re.compile(r"(?i)^(?:Quelle|Nguồn|Source|Theo)\s*:\s*(?P<name>\S.{0,100})$")
BYLINE = re.compile(r"^\*?(?:[Vv]on|[Bb]y|Tác giả:|Bài:|Text:)\s+(?P<name>[^\W\d_][^,;:.*]{2,60})")
LEFTOVER = re.compile(
    r"(?i)^(?:Quelle|Kommentare?|Nguồn|Bình luận|Comments?|Source|Teilen|Chia sẻ|Share)\s*(?:\(\d+\))?$"
)
"""What is left of a page around the report."""

STOP_WORDS: Mapping[Language, frozenset[str]] = {
    "de": frozenset("der die das und den von mit des dem ist im für eine wurde nicht auf zu sich an ein".split()),
    "vi": frozenset(
        "và của các có trong cho được đã tại không là với những này công đồng tỉnh cua cac trong duoc".split()
    ),
    "en": frozenset("the of and to in that was for on with is by at were from be which as an it".split()),
}
"""The commonest words of each language, by which it is recognised."""
