"""Traditional characters that forms print for simplified ones: 產出指標 is 产出指标.

For comparison only: what is printed stays as it is. The table holds the characters of the forms' wordings
(one way only, as 后 stands for 后 and for 後); it was made with OpenCC's dictionaries.
"""

from __future__ import annotations

# Each traditional character before its simplified one.
_PAIRS = (
    "乾干來来係系個个側侧備备傢家價价億亿優优內内兩两別别則则劃划務务區区協协問问單单噹当嚮向埰采執执"
    "報报場场媽妈寀采實实審审專专對对導导屬属幹干庫库彆别後后復复悅悦態态應应戶户採采摺折撐撑撥拨擔担"
    "據据擠挤擬拟敎教數数於于時时曏向書书會会査查條条業业榦干標标樣样檯台欄栏權权決决沒没況况淪沦減减"
    "準准滿满潔洁濟济牽牵環环產产産产畝亩當当發发盃杯監监眾众睏困硃朱確确碼码礎础礙碍稅税稱称箇个範范"
    "簽签籤签納纳級级細细絀绌終终組组結结經经綜综綫线線线編编縣县總总績绩織织繫系續续聯联臺台與与萬万"
    "蓋盖號号衆众衕同裏里補补裡里製制複复覈核見见規规計计設设許许註注証证評评話话該该誌志說说説说調调"
    "請请論论證证識识議议貞贞負负財财貢贡貧贫責责貴贵買买費费資资質质購购較较輕轻轉转辦办進进運运過过"
    "達达釋释釦扣錶表門门開开間间閤合際际隻只離离電电韆千響响頂顶項项預预領领題题額额類类顳颞颱台餘余"
    "驗验體体髮发鹹咸點点齣出"
)

SIMPLIFIED = str.maketrans(_PAIRS[::2], _PAIRS[1::2])
