"""The preview as its author uses it: a browser beside an editor. A page follows its notebook through saves and mistakes."""

import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import tempfile
import time
import uuid

from checks import counted, expect, expect_quiet, run_axe
from devtools import Browser

PACKAGE = pathlib.Path(__file__).parents[2]
NAME = "preview"
# A place in the middle of the page, and what stands at the foot of the window.
PLACE = "document.getElementById('fig-descent').getBoundingClientRect().top"
STATUS = "document.querySelector('#preview [role=status]').textContent"


class Preview:
    """A running `notebook preview`; ends with the `with` block."""

    def __init__(self, tool, notebook, folder):
        # What it starts inherits the mark, and is found by it.
        self.mark = f"FLATBOOK_PREVIEW_MARK={uuid.uuid4()}"
        name, value = self.mark.split("=")
        self.process = subprocess.Popen(
            [tool, "preview", notebook, "--port", "0", "--quiet", "--package-path", PACKAGE, "--output-path", folder],
            env={**os.environ, name: value}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        ready, _, _ = select.select([self.process.stdout], [], [], 300)
        line = self.process.stdout.readline().decode() if ready else ""
        address = re.search(r"http://(127\.0\.0\.1:\d+)/", line)
        if not address:
            self.__exit__()
            raise SystemExit(f"the preview gave no address: {line!r}")
        self.host = address[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def end(self):
        """Ends it as Ctrl-C does: its exit code, None when it does not end."""
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(10)
        except subprocess.TimeoutExpired:
            return None

    def left(self):
        """Processes of it that run still."""
        found = []
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if self.mark.encode() in (entry / "environ").read_bytes():
                    found.append(entry.name)
            except OSError:
                pass
        return found


def check_preview(tool, axe):
    """An edit, a mistake in the code, one in the markup, the mend; then Ctrl-C. The page follows in place, and says where."""
    with tempfile.TemporaryDirectory(prefix="flatbook-preview-") as folder:
        notebook = pathlib.Path(folder) / "Tutorial.swift"
        shutil.copy(PACKAGE / "notebooks/Tutorial.bib", folder)
        good = (PACKAGE / "notebooks/Tutorial.swift").read_text(encoding="utf-8")

        def save(old, new):
            """Saves the last good notebook with one edit: the line of the edit, and the text."""
            if good.count(old) != 1:
                raise SystemExit(f"notebooks/Tutorial.swift has “{old}” {good.count(old)} times, not once")
            text = good.replace(old, new)
            notebook.write_text(text, encoding="utf-8")
            counted["saves under a preview"] += 1
            return text[:text.index(new)].count("\n") + 1, text

        _, good = save("default: 4,", "default: 5,")
        with Preview(tool, notebook, pathlib.Path(folder) / "reports") as preview, Browser(reaches=preview.host) as browser:
            page = browser.page()
            page.set(height=600)
            page.visit(f"http://{preview.host}/")
            shows = lambda text: f"document.querySelector('main').textContent.includes({text!r})"
            expect(page.until(shows("curvature of 5,"), 60), NAME, f"no first page: {page.evaluate(STATUS)}")
            # The reader is in the middle of the page. What stands in the window outlives updates, not a load.
            page.evaluate("document.getElementById('fig-descent').scrollIntoView(); window.stays = true")
            place, scrolled = page.evaluate(PLACE), page.evaluate("scrollY")
            expect(scrolled > 1000, NAME, f"the page is scrolled by {scrolled} px only")

            def expect_place(when):
                now = page.evaluate(PLACE)
                expect(abs(now - place) <= 1, NAME, f"{when} the reader's place went from {place} to {now}")
                expect(page.evaluate("window.stays === true"), NAME, f"{when} the page was loaded anew")

            def expect_alone():
                """No word on the console, and nobody asked but the preview."""
                expect_quiet(page, NAME)
                foreign = [url for url, _ in page.requests() if not url.startswith(f"http://{preview.host}/")]
                expect(not foreign, NAME, f"asks for {foreign[:3]}")

            def expect_problem(line, what, beneath):
                """The place as file:line:column, what is wrong, and the last good page."""
                place = f"Tutorial.swift:{line}:"
                expect(page.until(f"(e => e && e.textContent.includes({place!r}))(document.querySelector('#preview .failure'))"), NAME,
                       f"{place} is not told: {page.evaluate(STATUS)}")
                told = page.evaluate("(e => e && e.textContent)(document.querySelector('#preview .failure'))") or ""
                expect(re.search(re.escape(place) + r"\d+: ", told) and what in told and "^" in told, NAME, f"told is {told[:300]!r}")
                expect("Beneath is the last good page." in told and page.evaluate(shows(beneath)), NAME, "the last good page is gone")

            _, good = save("default: 5,", "default: 8,")
            expect(page.until(shows("curvature of 8,")), NAME, f"the edit is not shown: {page.evaluate(STATUS)}")
            expect_place("after an edit")

            line, _ = save("let threshold = 2 / curvature", "let threshold: Int = 2 / curvature")
            expect_problem(line, "cannot convert value of type", "curvature of 8,")
            expect_place("after a mistake in the code")
            expect_alone()
            page.evaluate(axe)
            for theme in ("light", "dark"):
                page.set(theme=theme, height=600)
                run_axe(page, NAME, f"{theme}, with an error")
            page.set(height=600)
            # axe-core tries styles of its own, which the policy refuses: that is not the page's word.
            browser.events.clear()

            line, _ = save("//| label: fig-growth\n//| caption:", "//| label: fig-growth\n//| capton:")
            expect_problem(line + 1, "did you mean 'caption'?", "curvature of 8,")

            save("default: 8,", "default: 10,")
            expect(page.until(shows("curvature of 10,")), NAME, f"the mended page is not shown: {page.evaluate(STATUS)}")
            expect(page.until("!document.querySelector('#preview .failure')"), NAME, "the mistake is told after it was mended")
            expect_place("after the mend")
            expect(page.evaluate(STATUS).startswith("up to date"), NAME, page.evaluate(STATUS))

            expect_alone()
            code = preview.end()
            expect(code == 130, NAME, f"Ctrl-C ended it with code {code}")
            end = time.monotonic() + 5
            while preview.left() and time.monotonic() < end:
                time.sleep(0.05)
            expect(not preview.left(), NAME, f"left running: {preview.left()}")
            expect(page.until(f"{STATUS}.includes('has ended')", 10), NAME, f"the page does not say that its preview ended: {page.evaluate(STATUS)}")
