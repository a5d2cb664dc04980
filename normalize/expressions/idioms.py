"""Figures that are not quantities: slogans, document numbers, ordinals, telephones, quoted titles.

三会一课 is no three meetings, 党的二十大 no twenty, 〔2020〕10号 no ten. What is listed here is passed over
when quantities are looked for; leaving a figure out can only lead to "cannot tell", reading a wrong one
accuses.
"""

from __future__ import annotations

import re

_NUMERAL = "[0-9一二三四五六七八九十两]"

_SLOGANS = (
    "三会一课|两学一做|三重一大|五位一体|四个(?:意识|自信|全面|最严|不摘|伟大)|两个(?:维护|确立|责任|毫不动摇|务必|结合)"
    "|三个(?:代表|务必|区分开来|以案)|五个(?:基本|一|必由之路)|六个(?:严禁|一|统一)|三严三实|六稳六保|六稳|六保"
    "|一岗双责|两不愁三保障|三农|三公|四风|双随机一?|一公开|一网通办|一站式|最多跑一次|一次(?:性|办好|办成|办结)"
    "|一票否决|一把手|一对一|一户一策|一人一档|一事一议|一村一品|一窗受理|两张皮|两会|两新|双融合|双促进|双报到"
    "|四强|三强|五星级?|万人计划|千人计划|百日攻坚|百强|千企万户|十四五|十三五|五年规划"
    "|二十大|十九大|十八大|[一二三四五六七八九十]+届[一二三四五六七八九十]+中全会|七一|七·一|八一|五一|五四|三八|六一"
    "|一季度一(?:调度|通报|督查)|一月一(?:调度|通报|督查)|一(?:批|系列|定|体化?|线|般|致|方面|些|直|起|律|流|边|手)"
    "|第一|唯一|统一|万一|一二三产业|一二三产|[一二三]产(?:业)?|[一二三]次产业|三支一扶|三下乡|一带一路|一老一小"
)

_PATTERNS = (
    _SLOGANS,
    r"[〔\[(【]?(?:19|20)[0-9]{2}[〕\])】]?第?[0-9]+号",
    rf"第{_NUMERAL}+(?!季度)",
    r"(?<![0-9])[0-9]+号(?!线)",
    r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])",
    r"(?<![0-9])0[0-9]{2,3}-[0-9]{7,8}(?![0-9])",
    r"(?:电话|手机|热线)[:：]?[0-9-]{5,12}(?![0-9])",
    r"(?<![0-9])(?:110|119|120|122|12345|12315|12333|12388|12371)(?=热线|平台|报警|电话|举报)",
    r"《[^《》]*》",
    r"“[^“”]{1,16}”|\"[^\"]{1,16}\"|「[^「」]{1,16}」",
    r"[一二三四五六七八九十](?:星级|等奖|类|线|级(?!机关))|[一二三四]期(?:工程|项目|建设|标段)",
    r"[0-9]+(?:级|星级|等奖)|[0-9]A级|[0-9]+[xX×*][0-9]+|[0-9]+\+[NnXxＸ]",
    # two figures that only a blank parts may be one number (1 000) or two; k/n is a share without a unit
    r"[0-9][0-9.,]*(?: [0-9][0-9.,]*)+|[0-9]+/[0-9]+",
    r"(?<=[A-Za-z])[0-9]+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?(?:MPa|kV|KV|kW|G网|G(?![A-Za-z]))",
    r"[0-9]+[:：][0-9]{2}(?![0-9])|(?<![0-9.])[0-9]+\.[0-9]+\.[0-9]+(?![0-9])",
)
# What every idiom holds (a figure with its unit alone has none of it), and what it begins with.
_FIRST = '[0-9一二两三四五六七八九十百千万双最第唯统〔\\[(【电手热《“"「]'
_SIGNS = re.compile(
    r"[一二两三四五六七八九十百千万双最第唯统号级奖电手热平报举《“\"「 /:：*×+\-A-Za-z]|[0-9]{11}|\.[0-9]+\."
)
_IDIOMS = re.compile(f"(?={_FIRST})(?:{'|'.join(_PATTERNS)})")


def idiom_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where the idioms stand in a text with blanks taken out, as half-open ranges of offsets."""
    return tuple(match.span() for match in _IDIOMS.finditer(text)) if _SIGNS.search(text) else ()
