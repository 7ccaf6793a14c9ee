"""Seed files of one province with two communes: small enough to see what a test spoils."""

import shutil
from pathlib import Path

from seed.rows import DATA

FILES = {
    "units.csv": """level,code,name,full_name,kind,parent_code,valid_from,valid_to
commune,15664,Triệu Sơn,Xã Triệu Sơn,xã,38,2025-07-01,
commune,15664,Triệu Sơn,Thị trấn Triệu Sơn,thị trấn,397,,2025-06-30
commune,15772,Thiệu Hóa,Xã Thiệu Hóa,xã,38,2025-07-01,
district,397,Triệu Sơn,Huyện Triệu Sơn,huyện,38,,2025-06-30
province,38,Thanh Hóa,Tỉnh Thanh Hóa,tỉnh,,,
""",
    "unit_points.csv": """level,code,lon,lat
commune,15664,105.6,19.8
province,38,105.5,20.0
""",
    "unit_lineage.csv": """\
level,old_code,old_valid_from,new_code,new_valid_from,weight,part,document,date
commune,15664,,15664,2025-07-01,1,whole,NQ 1686/NQ-UBTVQH15,2025-07-01
""",
    "areas.csv": """code,name,kind,province_code
397,Huyện Triệu Sơn,former_district,38
""",
    "area_members.csv": """area_code,commune_code
397,15664
""",
    "population.csv": """level,code,population_group,year,people,basis,source
province,38,all,2025,4324783,administrative,Nguồn
""",
    "campaigns.csv": """code,name,starts_on,ends_on
2026-1,Đợt 1 năm 2026,2026-03-01,2026-06-30
2026-2,Đợt 2 năm 2026,2026-07-01,2026-12-31
""",
    "targets.csv": """\
document,issuer,issued,area_code,place,audience,indicator,year,operator,target_value,unit_of_measure,confidence,compared_with,source
KH 265,Tỉnh ủy,2025-04-24,38,Thanh Hóa,Dân,có kỹ năng số,2026,>=,100,percent,high,everyone,Bài báo
KH 266,Tỉnh ủy,2025,,Hà Giang cũ,Dân,không nêu,,,,,unknown,,Bài báo
""",
    "indicators.csv": """\
code,name,numerator,denominator,owner,period_kind,counted,due_days,source_document,note
vneid-muc-2,Tài khoản VNeID,Đã kích hoạt,Đủ điều kiện,Công an,month,people,10,Đề án 06,Đếm người
""",
    "reported_indicators.csv": """\
area_code,place,indicator,period,value,unit_of_measure,qualifier,numerator,denominator,source
38,Thanh Hóa,Đội hình,2025-05,423,teams,,,,Bài báo
15772,Xã Thiệu Hóa,Tài khoản,2026-01,69.85,percent,,25736,36845,Bài báo
""",
}


def write(folder: Path) -> Path:
    """The folder, filled; frameworks and questionnaire are the real ones."""
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name in ("frameworks.csv", "competences.csv"):
        shutil.copy(DATA / name, folder)
    shutil.copytree(DATA / "questionnaire", folder / "questionnaire")
    return folder


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    """Replace the first occurrence of a text in a file; it must be there."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{name} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
