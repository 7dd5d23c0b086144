"""The switch of the language in a real browser, which sends choices as the words on them."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from ui.address import said_in
from ui.texts import ENGLISH, LANGUAGE_TAGS, LANGUAGES

pytestmark = pytest.mark.browser

CHINESE = LANGUAGES["zh"]
FOREIGN = re.compile("[\u4e00-\u9fff]")
# What is chosen in every list of options on the screen, by the widget's key.
CHOSEN = """() => {
  const found = {}
  const kinds = ['stButtonGroup', 'stSelectbox', 'stMultiSelect', 'stSlider', 'stTabs']
  const chosen = '[aria-checked=true],[aria-pressed=true],[role=tab][aria-selected=true],[data-baseweb=tag]'
  for (const widget of document.querySelectorAll(kinds.map(kind => `[data-testid=${kind}]`).join(','))) {
    const named = [...(widget.closest('[class*=st-key-]')?.classList ?? [])].find(name => name.startsWith('st-key-'))
    const words = [...widget.querySelectorAll(chosen)].map(word => word.innerText.trim())
    if (widget.dataset.testid === 'stTabs') words.length = 1  // not those of what is in the tab
    else for (const input of widget.querySelectorAll('input')) words.push(input.value)
    for (const thumb of widget.querySelectorAll('[data-testid=stSliderThumbValue]')) words.push(thumb.innerText)
    found[named ?? widget.dataset.testid] = words.filter(word => word)
  }
  return found
}"""
PAGES: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("picture", {"choice.parts": "option.parts.body", "choice.style": "option.style.classic"}),
    ("live", {"live.source": "option.live_source.coach", "live.parts": "option.parts.body_hands"}),
    ("live", {"live.facing": "option.facing.environment", "live.rate": "live.rate_value 15"}),
    ("live", {"live.exercise": "live.no_exercise", "live.privacy": "option.privacy.cover"}),
    ("video", {"video.source": "option.video_source.upload", "video.parts": "option.parts.body"}),
    ("accuracy", {"accuracy.input": "option.accuracy_input.own"}),
    ("xray", {"xray.kind": "option.xray_kind.clip", "xray.clip_source": "option.video_source.upload"}),
    ("models", {"models.region": "option.region.whole"}),
    ("benchmark", {"benchmark.input": "option.benchmark_input.upload"}),
)


def words_of(code: str, chosen: Mapping[str, str]) -> dict[str, str]:
    texts = LANGUAGES[code]
    return {
        name: texts[key.split()[0]].format(rate=key.split()[-1]) if " " in key else texts[key]
        for name, key in chosen.items()
    }


def settled(tab: Visit) -> Mapping[str, list[str]]:
    # A choice that comes back wrong does so in the run after the one that drew it.
    for _ in range(2):
        tab.settle()
        tab.page.wait_for_timeout(700)
    chosen: Mapping[str, list[str]] = tab.page.evaluate(CHOSEN)
    return chosen


def switch(tab: Visit, code: str) -> Mapping[str, list[str]]:
    tab.page.locator(f".st-key-language-{code} button").click()
    expect(tab.page.locator(f".st-key-language-{'zh' if code == 'en' else 'en'} button")).to_be_visible()
    return settled(tab)


def reworded(code: str, chosen: Mapping[str, list[str]]) -> Mapping[str, list[str]]:
    names = {key: key.removeprefix("st-key-").replace("-", ".", 1) for key in chosen}
    return {key: [said_in(code, names[key], word) for word in words] for key, words in chosen.items()}


def address(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


@pytest.mark.parametrize(("page", "chosen"), PAGES, ids=[f"{page}-{'-'.join(names)}" for page, names in PAGES])
def test_a_switch_keeps_what_is_chosen(visit: Callable[..., Visit], page: str, chosen: Mapping[str, str]) -> None:
    tab = visit()
    tab.open(f"/{page}?{urlencode({'lang': 'zh', **words_of('zh', chosen)})}")
    first = before = settled(tab)
    assert address(tab.page) == {"lang": "zh", **words_of("zh", chosen)}
    for code in ("en", "zh"):
        now = switch(tab, code)
        assert tab.page.evaluate("document.documentElement.lang") == LANGUAGE_TAGS[code]
        assert tab.page.title() == f"{LANGUAGES[code][f'nav.{page}']} · {LANGUAGES[code]['app.name']}"
        assert now == reworded(code, before)
        assert address(tab.page) == {"lang": code, **words_of(code, chosen)}
        for name, word in words_of(code, chosen).items():
            assert word in now[f"st-key-{name.replace('.', '-')}"]
        if code == "en":
            assert not [words for words in now.values() if FOREIGN.search("".join(words))]
        before = now
    assert before == first


def test_a_switch_keeps_the_open_tab(visit: Callable[..., Visit]) -> None:
    tab = visit()
    page = tab.open("/picture?lang=zh")
    page.get_by_role("tab", name=CHINESE["tab.timing"]).click()
    settled(tab)
    switch(tab, "en")
    expect(page.get_by_role("tab", name=ENGLISH["tab.timing"])).to_have_attribute("aria-selected", "true")


def test_an_open_tab_stands_in_the_address(visit: Callable[..., Visit]) -> None:
    tab = visit()
    page = tab.open("/benchmark")
    page.get_by_role("tab", name=ENGLISH["tab.benchmark_memory"]).click()
    expect(page).to_have_url(re.compile(r"/benchmark\?benchmark-tab=memory$"))
    again = visit()
    other = again.open(f"{page.url}&lang=zh")
    expect(other.get_by_role("tab", name=CHINESE["tab.benchmark_memory"], exact=True)).to_have_attribute(
        "aria-selected", "true"
    )
    other.get_by_role("tab", name=CHINESE["tab.benchmark_latency"], exact=True).click()
    expect(other).to_have_url(re.compile(r"/benchmark\?lang=zh$"))


def test_a_workshop_stays_one_on_the_next_page_and_when_it_is_loaded_anew(visit: Callable[..., Visit]) -> None:
    tab = visit()
    page = tab.open("/?workshop=1&lang=zh")
    page.get_by_role("link", name=re.compile(CHINESE["home.card_picture_link"])).click()
    expect(page.get_by_role("heading", name=CHINESE["picture.title"], exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(r"/picture\?(lang=zh&workshop=1|workshop=1&lang=zh)$"))
    page.reload()
    tab.settle()
    expect(page.get_by_text(CHINESE["share.button"], exact=True)).to_have_count(0)
    expect(page.get_by_role("heading", name=CHINESE["picture.title"], exact=True)).to_be_visible()


def test_a_switch_keeps_a_workshops_settings(visit: Callable[..., Visit]) -> None:
    tab = visit()
    chosen = {"live.source": "option.live_source.coach", "live.exercise": "live.no_exercise"}
    page = tab.open(f"/live?{urlencode({'lang': 'zh', 'workshop': '1', **words_of('zh', chosen)})}")
    for code in ("en", "zh", "en"):
        switch(tab, code)
        expect(page.get_by_role("button", name=re.compile(LANGUAGES[code]["live.play_coach"]))).to_be_visible()
        expect(page.get_by_text(LANGUAGES[code]["live.repetitions"])).to_have_count(0)


def test_the_coach_plays_on_in_another_language(visit: Callable[..., Visit]) -> None:
    tab = visit()
    page = tab.open(f"/live?{urlencode({'lang': 'zh', 'live.source': CHINESE['option.live_source.coach']})}")
    page.get_by_role("button", name=re.compile(CHINESE["live.play_coach"])).click()
    # Its picture asks for itself several times a second, with every choice in the words of before.
    expect(page.locator(".st-key-figure-coach img")).to_be_visible()
    for code in ("en", "zh", "en"):
        page.locator(f".st-key-language-{code} button").click()
        stop = page.get_by_role("button", name=re.compile(LANGUAGES[code]["live.stop"]))
        expect(stop).to_be_visible()
        page.wait_for_timeout(2000)
        expect(stop).to_be_visible()
    words = page.evaluate(CHOSEN)
    assert ENGLISH["option.live_source.coach"] in words["st-key-live-source"]
    assert not [each for each in words.values() if FOREIGN.search("".join(each))]
    page.get_by_role("button", name=re.compile(ENGLISH["live.stop"])).click()
