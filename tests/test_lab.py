"""The notebook in the real JupyterLab, in a browser: run all cells, move a filter, see the chronology change."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError, expect, sync_playwright

ROOT = Path(__file__).parent.parent
NOTEBOOK = "04-talks-and-strikes.ipynb"
LONGEST = 180_000
"""Milliseconds: a cold kernel and JupyterLab on two busy cores."""
MOMENT = 5_000
"""Milliseconds for one click: what it waits for may be behind a dialog that opened meanwhile."""


@pytest.fixture
def lab(site, tmp_path):
    """The address of a JupyterLab that holds the notebook, on the store of the sample's pages."""
    (tmp_path / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / NOTEBOOK, tmp_path / "notebooks")
    settings = tmp_path / "settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    (settings / "tracker.jupyterlab-settings").write_text(json.dumps({"windowingMode": "none"}), "utf8")  # cells out of sight are drawn too
    folders = {f"JUPYTER_{kind}_DIR": str(tmp_path / kind.lower()) for kind in ("CONFIG", "RUNTIME", "DATA")}
    environment = {
        **os.environ, **folders, "JUPYTERLAB_SETTINGS_DIR": str(tmp_path / "settings"), "JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / "workspaces"),
        "PARLEY_CORPUS": str(ROOT / "corpus" / "sample"), "PARLEY_STORE": str(site.parent / "store"), "IPYTHONDIR": str(tmp_path / "ipython"),
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }  # fmt: skip
    arguments = [
        "--no-browser",
        "--allow-root",
        "--port=0",
        "--IdentityProvider.token=test",
        "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    log = tmp_path / "log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *arguments], cwd=tmp_path / "notebooks", env=environment, stdout=out, stderr=out
        )
        try:
            for _ in range(240):
                if address := re.search(r"http://(?:127\.0\.0\.1|localhost):(\d+)/", log.read_text("utf8")):
                    break
                assert server.poll() is None, log.read_text("utf8")
                time.sleep(0.25)
            assert address, log.read_text("utf8")
            yield f"http://127.0.0.1:{address[1]}/lab/tree/{NOTEBOOK}?token=test"
        finally:
            server.terminate()
            server.wait(30)


def test_a_filter_of_the_notebook_changes_the_chronology(lab):
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        message = "no Chromium on this machine: install chromium, or let CI run these tests"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(LONGEST)
        page.goto(lab)
        page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        track = page.locator(".widget-dropdown", has_text="track").locator("select")
        until = time.monotonic() + LONGEST / 1000
        while not track.is_visible():
            assert time.monotonic() < until, page.locator(".jp-Dialog, .jp-OutputArea-output").all_inner_texts()
            busy = page.locator('.jp-Notebook-ExecutionIndicator[data-status="busy"]')
            with contextlib.suppress(TimeoutError):  # a dialog may open between any two of these lines: the next turn closes it
                for button in page.locator(".jp-Dialog .jp-mod-accept").all():
                    button.click(timeout=MOMENT)
                if not busy.count():  # a notebook that was told to run before it had a kernel runs nothing
                    page.get_by_role("menuitem", name="Run", exact=True).click(timeout=MOMENT)
                    page.get_by_text("Run All Cells", exact=True).click(timeout=MOMENT)
            page.wait_for_timeout(3000)
        lines = page.locator(".jp-OutputArea .widget-html details.incident")
        before, military = lines.count(), page.locator('.widget-html details.incident[data-track="military"]').count()
        assert before > military > 0
        track.select_option("military")
        expect(lines).to_have_count(military, timeout=LONGEST)
        assert {line.get_attribute("data-track") for line in lines.all()} == {"military"}
        assert not page.locator('.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]').count()
        browser.close()
