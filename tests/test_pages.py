import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

PAGES = ["index", "01-what-is-in-the-corpus", "02-how-it-is-framed", "03-who-is-named", "04-talks-and-strikes", "05-how-far-to-trust-it"]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="module")
def browser():
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        message = "no Chromium on this machine: install chromium, or let CI run these tests"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser, site):
    """Open a page of the sample: gives it with what it asked for and what went wrong."""
    contexts = []

    def visit(name, width=1280, folder=site):
        context = browser.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.problems, page.asked = [], []
        page.on("console", lambda m: page.problems.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: page.problems.append(str(e)))
        page.on("request", lambda r: page.asked.append(r.url))
        page.goto((folder / f"{name}.html").as_uri())
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_without_an_error_a_request_or_a_sideways_scroll(opened, site, name, width):
    page = opened(name, width)
    assert page.problems == []
    assert [url for url in page.asked if not url.startswith("data:")] == [(site / f"{name}.html").as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("Array.from(document.images).every(i => i.complete && i.naturalWidth > 0)")
    page.click("#fold")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_fold_shows_and_hides_code_and_is_remembered(opened):
    page = opened("01-what-is-in-the-corpus")
    state = lambda: (page.locator(".code").first.is_visible(), page.get_attribute("#fold", "aria-expanded"), page.inner_text("#fold"))  # noqa: E731
    assert state() == (False, "false", "Show code")
    page.click("#fold")
    assert state() == (True, "true", "Hide code")
    page.reload()
    assert state() == (True, "true", "Hide code")
    page.focus("#fold")
    page.keyboard.press("Enter")
    assert state() == (False, "false", "Show code")
    page.reload()
    assert state() == (False, "false", "Show code")


def test_a_table_is_sorted_by_click_in_both_directions(opened):
    page = opened("01-what-is-in-the-corpus")
    heads = page.locator("table.data").nth(1).locator("th")
    assert heads.nth(1).inner_text() == "articles"
    values = lambda: [int(v) for v in page.locator("table.data").nth(1).locator("tbody tr td:nth-child(2)").all_inner_texts()]  # noqa: E731
    before = values()
    assert len(before) == 4
    heads.nth(1).click()
    assert values() == sorted(before) and heads.nth(1).get_attribute("aria-sort") == "ascending"
    heads.nth(1).click()
    assert values() == sorted(before, reverse=True) and heads.nth(1).get_attribute("aria-sort") == "descending"
    heads.nth(0).click()
    assert heads.nth(1).get_attribute("aria-sort") is None


def test_a_table_is_sorted_by_the_enter_key_and_text_by_the_alphabet(opened):
    page = opened("01-what-is-in-the-corpus")
    table = page.locator("table.data").nth(1)
    names = lambda: table.locator("tbody tr td:nth-child(1)").all_inner_texts()  # noqa: E731
    table.locator("th").nth(0).focus()
    page.keyboard.press("Enter")
    assert names() == ["Barrel & Ledger", "Bastion Daily", "Harbor Wire", "The Envoy Review"]
    page.keyboard.press("Enter")
    assert names() == ["The Envoy Review", "Harbor Wire", "Bastion Daily", "Barrel & Ledger"]


def test_numbers_are_sorted_as_numbers(opened):
    page = opened("03-who-is-named")
    table = page.locator("table.data").nth(1)
    table.locator("th").nth(1).click()
    raw = [float(v) for v in table.locator("tbody tr td:nth-child(2)").evaluate_all("cells => cells.map(c => c.dataset.value)")]
    assert len(raw) > 12 and raw == sorted(raw)


def test_the_filter_hides_rows_that_do_not_hold_its_words(opened):
    page = opened("03-who-is-named")
    field = page.locator("input.filter").first
    rows = field.locator("xpath=following-sibling::*[1]").locator("tbody tr")
    total, word = rows.count(), rows.nth(2).locator("td").first.inner_text()
    assert total > 12
    field.fill(word.upper())
    left = [r for r in rows.all() if r.is_visible()]
    assert 0 < len(left) < total and all(word.lower() in r.inner_text().lower() for r in left)
    field.fill("no row holds this")
    assert not any(r.is_visible() for r in rows.all())
    field.fill("")
    assert all(r.is_visible() for r in rows.all())


def test_a_line_of_the_chronology_opens_to_its_sentences_by_keyboard(opened):
    page = opened("04-talks-and-strikes")
    line = page.locator("details.incident").first
    assert not line.locator("blockquote").first.is_visible()
    line.locator("summary").focus()
    page.keyboard.press("Enter")
    assert line.locator("blockquote").first.is_visible() and line.locator("mark").first.inner_text()
    page.keyboard.press("Enter")
    assert not line.locator("blockquote").first.is_visible()


def test_the_first_tab_leads_to_the_content(opened):
    page = opened("index")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0


def test_a_section_can_be_reached_from_the_list_of_contents(opened):
    page = opened("index")
    page.click(".toc a >> nth=0")
    assert page.url.split("#")[1] == page.locator("h2").first.get_attribute("id")
    assert page.locator("h2").first.bounding_box()["y"] >= 0


def test_a_page_leads_to_the_next(opened, site):
    page = opened("index")
    page.click("header nav a >> nth=1")
    assert page.url == (site / "01-what-is-in-the-corpus.html").as_uri() and page.problems == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_of_a_hostile_corpus_runs(opened, hostile_site, name, width):
    page = opened(name, width, hostile_site)
    for details in page.locator("details").all():
        details.evaluate("d => d.open = true")
    assert page.evaluate("typeof window.hacked") == "undefined"
    assert page.problems == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
