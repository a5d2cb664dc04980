"""Text dumps whose columns or rows are not clear: what cannot be told is said, never guessed."""

from __future__ import annotations

from plain_dump import BUDGET, HEADER, ROWS, lines, printed, tables, texts

from extract.dump.plaintext import read_plaintext


def test_a_short_row_of_figures_is_not_dealt_out_by_guess() -> None:
    text = BUDGET + "\n上年结转资金 12.50 12.50\n"
    reading = read_plaintext(text.encode())
    (table,) = tables(reading)
    assert texts(table, 5) == ["上年结转资金", "", "", "", "", ""]
    (problem,) = reading.problems
    assert problem.code == "dump-row-unclear"
    assert "12.50" in problem.message.zh
    assert "Line 11 " in problem.message.en
    assert lines(reading) == ["12.50", "12.50"]


def test_two_cells_that_look_like_one_are_told_not_guessed() -> None:
    # Without a third cell nobody can say whether what was planned or what was done is missing.
    text = f"{HEADER}\n\n{printed(ROWS[:5])}\n修复供水管道\n\n完成三处管道的更换\n\n5 5\n"
    reading = read_plaintext(text.encode())
    (table,) = tables(reading)
    assert texts(table, 6)[5:] == ["5", "5"]
    assert "完成三处管道的更换" not in texts(table, 6)
    assert [problem.code for problem in reading.problems] == ["dump-row-unclear"]
    assert "完成三处管道的更换" in lines(reading)


def test_columns_that_alternate_line_by_line_are_left_as_text() -> None:
    text = f"""{HEADER}
对全县小型水库的坝体、溢洪 检查次数≥2次，检 全年组织检查3次，
道和放水设施开展一次全面检 查水库≥30座 检查水库34座 6 6
查并登记隐患。维修灌溉水渠 1.清理淤积渠道 清理淤积渠道6公
并更换闸门。 ≥5公里 里 6 6
改善沿线灌溉条件，带动农户 有所提高 达到预期目标，农户
增产增收。 普遍反映良好。 7 7
"""
    reading = read_plaintext(text.encode())
    assert tables(reading) == []
    assert [problem.code for problem in reading.problems] == ["dump-columns-interleaved"]
    assert len(lines(reading)) == 7


def test_words_on_a_closing_line_that_may_be_fragments_are_not_taken() -> None:
    text = f"""{HEADER}

完成及时率 100% 100% 4 4

通过改善灌溉条件带动沿线农户增产增收，为巩
固水利建设成果提供坚实的保障并长期发挥作 有所提高 达到预期目标 8 8
"""
    reading = read_plaintext(text.encode())
    (table,) = tables(reading)
    assert texts(table, 2) == ["", "", "", "", "", "8", "8"]
    assert [problem.code for problem in reading.problems] == ["dump-row-unclear"]


def test_rows_without_a_header_line_are_named() -> None:
    text = "\n\n".join(["一级指标 二级指标", "三级指标", *(f"第{n}项 100% 100% 5 5" for n in range(4))])
    reading = read_plaintext(text.encode())
    assert tables(reading) == []
    assert [problem.code for problem in reading.problems] == ["dump-header-unclear"]
