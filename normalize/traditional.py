"""Traditional characters that forms print for simplified ones: 產出指標 is 产出指标.

For comparison only: what is printed stays as it is. The table holds the characters of the forms' wordings
(one way only, as 后 stands for 后 and for 後); it was made with OpenCC's dictionaries.
"""

from __future__ import annotations

_TRADITIONAL = (
    "乾來係個側備傢價億優內兩別則劃務區協問單噹嚮埰執報場媽寀實審專對導屬幹庫彆後復悅態應戶採"
    "摺撐撥擔據擠擬敎數於時曏書會査條業榦標樣檯欄權決沒況淪減準滿潔濟牽環產産畝當發盃監眾睏硃"
    "確碼礎礙稅稱箇範簽籤納級細絀終組結經綜綫線編縣總績織繫續聯臺與萬蓋號衆衕裏補裡製複覈見規"
    "計設許註証評話該誌說説調請論證識議貞負財貢貧責貴買費資質購較輕轉辦進運過達釋釦錶門開間閤"
    "際隻離電韆響頂項預領題額類顳颱餘驗體髮鹹點齣"
)
_SIMPLIFIED = (
    "干来系个侧备家价亿优内两别则划务区协问单当向采执报场妈采实审专对导属干库别后复悦态应户采"
    "折撑拨担据挤拟教数于时向书会查条业干标样台栏权决没况沦减准满洁济牵环产产亩当发杯监众困朱"
    "确码础碍税称个范签签纳级细绌终组结经综线线编县总绩织系续联台与万盖号众同里补里制复核见规"
    "计设许注证评话该志说说调请论证识议贞负财贡贫责贵买费资质购较轻转办进运过达释扣表门开间合"
    "际只离电千响顶项预领题额类颞台余验体发咸点出"
)

SIMPLIFIED = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
