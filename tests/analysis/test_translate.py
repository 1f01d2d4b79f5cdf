"""Every sentence and every figure of a report can be said in Spanish, and numbers and names stay as they are."""

import re

import pytest

from giants import tables
from giants.analysis import command, explorer, help, report, translate, words
from giants.analysis.ensemble import load
from giants.analysis.questions import PAGES, QUESTIONS
from giants.analysis.translate import speaker, translated, translator

NUMBER = re.compile(r"\d[\d.,]*")


@pytest.fixture(scope="module")
def say():
    return translator("es")


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("calibrated autonomy", "autonomía calibrada"),
        ("Calibrated autonomy", "Autonomía calibrada"),
        ("first month; same seeds and futures", "primer mes; mismas semillas y futuros"),
        ("status quo 11.2 threats, 4 deals, 2 impositions", "statu quo 11.2 amenazas, 4 acuerdos, 2 imposiciones"),
        ("Laredo / Colombia - Nuevo Laredo", "Laredo / Colombia - Nuevo Laredo"),
        ("0.54 (0.51 to 0.58)", "0.54 (0.51 a 0.58)"),
        ("first month; 80 runs, 3 futures (US posture, scenario), seed 1, 2 failed and left out; baseline 2026; mine",
         "primer mes; 80 corridas, 3 futuros (postura de Estados Unidos, escenario), semilla 1, 2 fallidas y omitidas; "
         "línea base 2026; mine"),
        ("1,100 runs, 50 points of 20 uncertainties, 2 seeds, 180 of 1,280 not computed yet; mine",
         "1,100 corridas, 50 puntos de 20 incertidumbres, 2 semillas, 180 de 1,280 aún sin calcular; mine"),
        ("Jobs in machinery in Nuevo León in 2031 (persons; 95% interval over luck): status quo 9 (8 to 10).",
         "Empleos en maquinaria en Nuevo León en 2031 (personas; intervalo de 95% por el azar): statu quo 9 (8 a 10)."),
    ],
)  # fmt: skip
def test_templates_lists_numbers_and_names_are_said(say, english, spanish):
    assert say(english) == spanish


def test_what_no_template_fits_stays_in_english(say):
    assert say("a sentence that nobody foresaw") == "a sentence that nobody foresaw"
    assert say.lacking(["status quo", "nobody foresaw this"]) == ["nobody foresaw this"]


def test_english_is_said_as_it_is():
    assert speaker("en")("status quo") == "status quo"


def test_every_name_question_factor_and_method_is_in_the_catalogue(say):
    names = [*translate.spoken_names(), *words.factors().values(), *report.METHODS, *(q.asks for q in QUESTIONS)]
    assert say.lacking(names) == []


def parsers():
    return [*(command.parser(q, q.module()) for q in QUESTIONS), report.parser(), explorer.parser()]


def test_every_text_of_the_help_of_the_analysis_commands_is_in_the_catalogue(say):
    assert say.lacking([command.MORE, *PAGES.values(), *(text for cli in parsers() for text in help.texts(cli))]) == []


def test_help_is_told_in_spanish_with_its_commands_as_they_are_typed(capsys):
    with pytest.raises(SystemExit):
        command.main(["compare", "--help", "--lang", "es"])
    told = capsys.readouterr().out
    assert told.startswith("uso: giants-analyse compare ")
    assert "    giants-analyse compare PATH [--reference status_quo]" in told
    assert "semillas comunes" in told
    assert not re.search(r"\b(the|folder|options|with)\b", told)


def test_the_list_of_questions_is_told_in_spanish(capsys):
    with pytest.raises(SystemExit):
        command.main(["--lang", "es"])
    assert "  report           Todas en una página, que no necesita red.\n" in capsys.readouterr().out


def test_both_sides_of_a_template_have_the_same_fields():
    table = tables.read("labels/spanish.csv", text=("english", "said"))
    for english, said in zip(table["english"], table["said"], strict=True):
        assert set(re.findall(r"\{(\w+)\}", english)) == set(re.findall(r"\{(\w+)\}", said)), english
    assert table["english"].is_unique


@pytest.mark.parametrize("name", ["futures", "autonomy", "compare", "trade_offs", "robustness", "security", "states"])
def test_sentences_and_figures_of_a_sweep_have_no_english_left_and_the_same_numbers(sweep, say, name):
    question = next(q for q in QUESTIONS if q.name == name)
    plain = question.module().result(load(sweep))
    assert say.lacking([plain.question, *plain.sentences]) == []
    spoken = translated(plain, "es")
    for before, after in zip(plain.sentences, spoken.sentences, strict=True):
        assert sorted(NUMBER.findall(before)) == sorted(NUMBER.findall(after))
    key = next(iter(plain.figures))
    shown = [" ".join(text.get_text().split()) for text in translate.texts(plain.figures[key](7.5))]
    assert say.lacking(shown) == []
    assert any(say(text) != text for text in shown)


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("calibrated\nautonomy", "autonomía\ncalibrada"),
        ("Mexico -0.20\nup in 0, down in 32", "México -0.20\nsube en 0, baja en 32"),
        ("USA\n66.2%", "USA\n66.2%"),
        ("US tariff above 15%", "arancel de Estados Unidos por encima de 15%"),
    ],
)  # fmt: skip
def test_lines_of_a_figure_stay_lines_and_names_that_were_broken_are_broken_anew(say, english, spanish):
    assert translate._wrapped(english, say) == spanish


def test_names_along_an_axis_are_said_too(sweep):
    spoken = translated(next(q for q in QUESTIONS if q.name == "futures").module().result(load(sweep)), "es")
    axes = spoken.figures[""](7.5).axes[0]
    assert {" ".join(t.get_text().split()) for t in axes.get_yticklabels()} == {"statu quo", "autonomía calibrada"}


def test_the_log_of_a_run_of_a_sweep_is_told_in_spanish(sweep):
    module = next(q for q in QUESTIONS if q.name == "bargaining").module()
    told = module.result(load(sweep), lang="es").sentences
    dated = [text for text in told if re.match(r"\w+ de 20\d\d: ", text)]
    assert dated
    assert not any(" the " in text or " of " in text for text in dated)


@pytest.mark.slow
def test_scores_of_threats_are_said_in_spanish(say):
    page = next(q for q in QUESTIONS if q.name == "threats").module().result()
    shown = [" ".join(text.get_text().split()) for text in translate.texts(page.figures[""](7.5))]
    names = {str(words.spelled(name)) for table in page.tables.values() for name in table}
    assert say.lacking([*page.sentences, *shown, *names, *page.tables[""]["group"], *page.tables[""]["forecast"]]) == []
