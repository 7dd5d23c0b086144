"""What the address says: the language, the choices, and whether it is a workshop."""

import pytest
from streamlit.testing.v1 import AppTest

from ui.texts import ENGLISH, LANGUAGES
from ui.visit import in_language


def test_the_address_says_the_language(dashboard: AppTest) -> None:
    dashboard.query_params["lang"] = "zh"
    dashboard.run()
    assert dashboard.main.title[0].value == LANGUAGES["zh"]["home.title"]
    assert any(block.value == LANGUAGES["zh"]["home.lead"] for block in dashboard.markdown)


def test_the_switch_changes_the_language_and_stays_on_the_next_page(dashboard: AppTest) -> None:
    dashboard.run()
    dashboard.button(key="language-zh").click().run()
    assert dashboard.query_params["lang"] == ["zh"]
    dashboard.switch_page("pages/picture.py").run()
    assert dashboard.main.title[0].value == LANGUAGES["zh"]["picture.title"]
    assert not dashboard.exception and not dashboard.error


def test_the_switch_leads_back(dashboard: AppTest) -> None:
    dashboard.query_params["lang"] = "zh"
    dashboard.run()
    dashboard.button(key="language-en").click().run()
    assert dashboard.main.title[0].value == ENGLISH["home.title"]


@pytest.mark.parametrize("asked", ["", "tlh", "../../etc/passwd"])
def test_an_unknown_language_is_english(dashboard: AppTest, asked: str) -> None:
    dashboard.query_params["lang"] = asked
    dashboard.run()
    assert dashboard.main.title[0].value == ENGLISH["home.title"]
    assert not dashboard.exception and not dashboard.error


def test_a_workshop_reads_short_texts_and_stays_one_on_other_pages(dashboard: AppTest) -> None:
    dashboard.query_params["workshop"] = "1"
    dashboard.run()
    assert any(block.value == ENGLISH["home.lead.workshop"] for block in dashboard.markdown)
    assert not [each for each in dashboard.button if each.key == "share"]
    del dashboard.query_params["workshop"]
    dashboard.switch_page("pages/picture.py").run()
    assert ENGLISH["explain.title"] not in [each.label for each in dashboard.expander]


def test_a_choice_in_the_address_is_taken(dashboard: AppTest) -> None:
    dashboard.query_params["choice.parts"] = ENGLISH["option.parts.body"]
    dashboard.run().switch_page("pages/picture.py").run()
    assert dashboard.session_state["choice.parts"] == "body"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_choice_in_the_address_is_taken_in_every_language(dashboard: AppTest, code: str) -> None:
    (other,) = set(LANGUAGES) - {code}
    dashboard.query_params["lang"] = code
    dashboard.query_params["choice.parts"] = LANGUAGES[other]["option.parts.body"]
    dashboard.run().switch_page("pages/picture.py").run()
    assert dashboard.session_state["choice.parts"] == "body"
    assert dashboard.query_params["choice.parts"] == [LANGUAGES[code]["option.parts.body"]]
    assert dashboard.query_params["lang"] == [code]


def test_a_switch_of_the_language_leaves_no_foreign_word_in_the_address(dashboard: AppTest) -> None:
    dashboard.query_params["choice.parts"] = ENGLISH["option.parts.body"]
    dashboard.run().switch_page("pages/picture.py").run()
    dashboard.button(key="language-zh").click().run()
    assert dashboard.session_state["choice.parts"] == "body"
    assert dashboard.query_params["choice.parts"] == [LANGUAGES["zh"]["option.parts.body"]]
    reset = LANGUAGES["zh"]["controls.reset"]
    # AppTest looks its options up here, outside of the page's run.
    with in_language("zh"):
        next(button for button in dashboard.button if button.label == reset).click().run()
    assert dashboard.session_state["choice.parts"] == "everything"
    assert "choice.parts" not in dashboard.query_params


def test_choices_that_make_no_sense_in_the_address_are_left_out(dashboard: AppTest) -> None:
    dashboard.query_params["choice.parts"] = "everything and more"
    dashboard.query_params["choice.max_people"] = "-7"
    dashboard.run().switch_page("pages/picture.py").run()
    assert dashboard.session_state["choice.parts"] == "everything"
    assert not dashboard.exception and not dashboard.error


def test_sharing_shows_a_link_and_a_code(dashboard: AppTest) -> None:
    dashboard.run()
    dashboard.button(key="share").click().run()
    assert not dashboard.exception and not dashboard.error
    link = dashboard.code[-1].value
    assert link.endswith("?lang=en")


def test_setting_back_also_sets_back_what_the_address_says(dashboard: AppTest) -> None:
    dashboard.query_params["choice.parts"] = ENGLISH["option.parts.body"]
    dashboard.run().switch_page("pages/picture.py").run()
    next(button for button in dashboard.button if button.label == ENGLISH["controls.reset"]).click().run()
    assert dashboard.session_state["choice.parts"] == "everything"
