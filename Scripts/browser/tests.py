"""Report pages as a careful reader, a blind reader and an attacker use them, in headless Chromium with the network off.

    tests.py AXE FOLDER TOOL [--quick] [report.html …]

FOLDER holds `kinds`, pages of every kind, `injection`, pages with hostile text behind every door, and `labels`, the same
text as a notebook's run shows it; further reports join the first. TOOL is the tool `notebook`, whose preview is used. With
--quick every eighth page of `injection` that is one string's own. Prints what was counted; fails when anything is wrong.
"""

import base64
import collections
import hashlib
import html
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from checks import counted, expect, expect_quiet, failures, run_axe
from devtools import Browser
from preview import check_preview

HERE = pathlib.Path(__file__).parent


# MARK: What every page keeps to

def check_quiet(page, file):
    """No request, no word on the console, no sideways scrolling: both themes, wide, 320 px, 400 % zoom, text twice as large."""
    views = [(theme, width, scale) for theme in ("light", "dark") for width, scale in ((1280, 1), (320, 1))] + [("light", 320, 4)]
    for theme, width, scale in views:
        page.set(theme=theme, width=width, height=800 if scale == 1 else 256, scale=scale)
        page.open(file)
        page.ready()
        counted["loads"] += 1
        for url, _ in page.requests():
            expect(False, file.name, f"asks for {url}")
        expect_quiet(page, file.name)
        size = page.evaluate("document.documentElement.scrollWidth")
        expect(size <= width, file.name, f"scrolls sideways: {size} of {width} px")
    page.set(width=1280)
    page.call("Page.setFontSizes", fontSizes={"standard": 32, "fixed": 26})
    page.open(file)
    size = page.evaluate("document.documentElement.scrollWidth")
    expect(size <= 1280, file.name, f"text twice as large scrolls sideways: {size} px")
    page.call("Page.setFontSizes", fontSizes={"standard": 16, "fixed": 13})


def check_axe(page, file, axe):
    """axe-core: both themes, wide, narrow, forced colours; folds as they are, and all open."""
    views = [(theme, width, forced) for theme in ("light", "dark") for width, forced in ((1280, False), (320, False), (1280, True))]
    for theme, width, forced in views:
        page.set(theme=theme, width=width, forced_colors=forced)
        page.open(file)
        page.evaluate(axe)
        # What is folded is hidden from axe; open it has all that is seen folded, and more.
        for opened in (False, True) if (theme, width, forced) == ("light", 1280, False) else (True,):
            if opened:
                page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
            where = f"{theme}, {width} px{', forced colours' if forced else ''}{', folds open' if opened else ''}"
            run_axe(page, file.name, where)


def check_axe_itself(page, file, axe):
    """axe-core finds what is put there for it: without this, silence would prove nothing."""
    page.set()
    page.open(file)
    page.evaluate(axe)
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"data:,\"><p class=faint>Words too faint to read</p><h6>y</h6><a href=\"#x\"></a>');"
                  "const sheet = new CSSStyleSheet(); sheet.replaceSync('.faint{color:#ccc!important}'); document.adoptedStyleSheets = [sheet]")
    found = page.evaluate("axe.run().then(r => r.violations.map(v => v.id))")
    missing = {"image-alt", "color-contrast", "heading-order", "link-name"} - set(found)
    expect(not missing, "axe", f"does not find {missing}")


# MARK: Keyboard

FOCUS = """(() => {
  window.look = (e) => [e, "::after"].some((x) => {
    const s = x === e ? getComputedStyle(e) : getComputedStyle(e, x);
    return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1;
  });
  window.stops = [...document.querySelectorAll("a[href],button,input,select,textarea,summary,[tabindex]")]
    .filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}));
  window.was = stops.map(look);
  return stops.length;
})()"""

NOW = """(() => {
  const e = document.activeElement, r = e.getBoundingClientRect(), index = stops.indexOf(e);
  if (e === document.body || e === document.documentElement) return null;
  return {index, name: e.outerHTML.slice(0, 90), ring: look(e), was: index >= 0 && was[index],
    seen: r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth && r.width > 0};
})()"""


def check_keyboard(page, file):
    """Tab visits every link, control and scrolling box, in the order of the page, each with a ring; nothing is a trap."""
    page.set()
    page.open(file)
    expected = page.evaluate(FOCUS)
    visited = []
    for _ in range(2 * expected + 20):
        page.press("Tab")
        now = page.evaluate(NOW)
        if now is None:
            break
        visited.append(now)
    else:
        expect(False, file.name, "the keyboard is trapped")
    counted["stops of the keyboard"] += len(visited)
    indices = [stop["index"] for stop in visited if stop["index"] >= 0]
    missed = sorted(set(range(expected)) - set(indices))
    names = page.evaluate(f"{json.dumps(missed)}.map(i => stops[i].outerHTML.slice(0, 90))")
    expect(not missed, file.name, f"Tab never reaches {names}")
    expect(indices == sorted(indices), file.name, "the order of the keyboard is not the page's")
    expect(bool(visited) and 'class="skip"' in visited[0]["name"], file.name, "the skip link does not come first")
    for stop in visited:
        expect(stop["ring"] and not stop["was"], file.name, f"no visible focus: {stop['name']}")
        expect(stop["seen"], file.name, f"the focus is out of sight: {stop['name']}")
    # Backwards as well: the browser may go round.
    back = []
    for _ in range(2 * expected + 20):
        page.press("Tab", shift=True)
        now = page.evaluate(NOW)
        if now is None or (now["name"], now["index"]) in back:
            break
        back.append((now["name"], now["index"]))
    forth = [(stop["name"], stop["index"]) for stop in visited]
    expect(len(back) >= len(set(forth)), file.name, f"backwards the keyboard finds {len(back)} stops, forwards {len(visited)}")
    # The skip link leads past the top.
    page.open(file)
    page.press("Tab")
    page.press("Enter")
    expect(page.evaluate("location.hash") == "#nb-main", file.name, "the skip link leads nowhere")


def check_controls(page, file):
    """Folds open and close by Enter and Space; headings of sortable tables sort by Enter and Space."""
    page.set()
    page.open(file)
    for index in range(page.evaluate("document.querySelectorAll('summary').length")):
        page.evaluate(f"d = document.querySelectorAll('summary')[{index}].parentNode; for (let p = d.parentElement.closest('details'); p; p = p.parentElement.closest('details')) p.open = true; d.firstElementChild.focus()")
        for key in ("Enter", " "):
            before = page.evaluate("d.open")
            page.press(key)
            expect(page.evaluate("d.open") != before, file.name, f"{key!r} does not fold")
        counted["folds"] += 1
    for index in range(page.evaluate("document.querySelectorAll('table.sortable th button').length")):
        page.evaluate(f"b = document.querySelectorAll('table.sortable th button')[{index}]; b.focus()")
        orders = []
        for key, state in (("Enter", "ascending"), (" ", "descending")):
            page.press(key)
            expect(page.evaluate("b.parentNode.getAttribute('aria-sort')") == state, file.name, f"{key!r} does not sort")
            orders.append(page.evaluate("[...b.closest('table').tBodies[0].rows].map(r => r.cells[b.parentNode.cellIndex]).map(c => "
                                        "c.dataset.v || c.textContent.replace('−', '-'))"))
        numbers = [float(text) for text in orders[0] if re.fullmatch(r"-?[\d.]+(e[-+]?\d+)?", text)]
        expect(numbers == sorted(numbers), file.name, f"sorted wrongly: {orders[0]}")
        expect(len(set(orders[0])) < 2 or orders[0] != orders[1], file.name, "descending is ascending")
        counted["sortable columns"] += 1
    themes = "document.documentElement.getAttribute('data-theme')"
    if page.evaluate("b = [...document.querySelectorAll('.tools button')].pop(); !!b"):
        page.evaluate("b.focus()")
        seen = []
        for _ in range(3):
            page.press(" ")
            seen.append(page.evaluate(themes))
        expect(set(seen) == {None, "light", "dark"}, file.name, f"the choice of theme goes through {seen}")


# MARK: Without JavaScript, and on paper

TEXT = """(() => {
  const copy = document.body.cloneNode(true);
  copy.querySelectorAll("script,.tools,.code-box>button,.search").forEach(e => e.remove());
  return copy.textContent.replace(/\\s+/g, " ").trim();
})()"""


def check_without_script(page, file):
    """The same text without JavaScript. Gives the page's own text."""
    page.set()
    page.open(file)
    text = page.evaluate(TEXT)
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    page.open(file)
    node = page.call("DOM.getDocument", depth=0)["root"]["nodeId"]
    bare = page.call("DOM.getOuterHTML", nodeId=node)["outerHTML"]
    pdf = print_pdf(page)
    page.call("Emulation.setScriptExecutionDisabled", value=False)
    page.open(file)
    same = page.evaluate(TEXT.replace("document.body.cloneNode(true)", f"new DOMParser().parseFromString({json.dumps(bare)}, 'text/html').body"))
    expect("<button" not in re.sub(r"(?s)<script.*?</script>|<style.*?</style>", "", bare), file.name, "there are controls that do nothing without JavaScript")
    expect(same == text, file.name, "without JavaScript the page says something else")
    counted["pages without JavaScript"] += 1
    return pdf


def print_pdf(page):
    answer = page.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
    file = tempfile.NamedTemporaryFile(suffix=".pdf")
    file.write(base64.b64decode(answer["data"]))
    file.flush()
    return file


def squeezed(text):
    """Letters and digits alone: lines break elsewhere on paper, and ligatures are taken apart."""
    for ligature, letters in (("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬀ", "ff"), ("ﬃ", "ffi"), ("ﬄ", "ffl")):
        text = text.replace(ligature, letters)
    return re.sub(r"[\W_]+", "", text)


PRINTED = """(() => {
  const shown = e => !e.closest(".tools,.skip,nav,.download,.search,.katex") && !e.querySelector(".download") && e.textContent.trim();
  const texts = s => [...document.querySelectorAll(s)].filter(shown).map(e => {
    const c = e.cloneNode(true); c.querySelectorAll(".katex,.sr,sup,svg").forEach(k => k.replaceWith("\\n")); return c.textContent; });
  return {titles: texts("summary"), headings: texts("h1,h2,h3,h4"), folds: texts("details>pre,details>.output,details dd"),
    labels: texts("figure svg text"), captions: texts("figcaption,caption"), words: texts("main p,main li,main td"),
    pictures: [...document.querySelectorAll("main img")].filter(i => !i.src.startsWith("data:image/svg")).length};
})()"""


def check_paper(page, file, bare):
    """A PDF from the dark page: light, whole, without blank pages, folds open, no title left alone at the foot of a page."""
    page.set(theme="dark")
    page.open(file)
    wanted = page.evaluate(PRINTED)
    for name, pdf in (("printed", print_pdf(page)), ("printed without JavaScript", bare)):
        # In the order of reading, and in the order of drawing, where what is broken over lines keeps together.
        text, drawn = (subprocess.run(["pdftotext", *order, "-enc", "UTF-8", pdf.name, "-"], capture_output=True, check=True).stdout.decode()
                       for order in ([], ["-raw"]))
        sheets = text.split("\f")[:-1]
        counted["printed sheets"] += len(sheets)
        whole = squeezed(text) + squeezed(drawn)
        for kind in ("titles", "headings", "folds", "labels", "captions", "words"):
            for piece in wanted[kind]:
                # Formulas and line numbers stand between the pieces.
                for line in piece.split("\n"):
                    expect(squeezed(line) in whole, file.name, f"{name}: {kind} lack “{line.strip()[:80]}”")
        starts = {squeezed(piece) for piece in wanted["titles"] + wanted["headings"]} - {""}
        for number, sheet in enumerate(sheets, 1):
            last = squeezed(next((line for line in reversed(sheet.splitlines()) if line.strip()), ""))
            expect(last not in starts or number == len(sheets), file.name, f"{name}: “{last}” stands alone at the foot of sheet {number}")
        for number, gray in enumerate(sheet_pictures(pdf.name), 1):
            expect(min(gray) < 200, file.name, f"{name}: sheet {number} is blank")
            expect(sum(gray) / len(gray) > 200, file.name, f"{name}: sheet {number} is dark")
        images = subprocess.run(["pdfimages", "-list", pdf.name], capture_output=True, check=True).stdout.decode().splitlines()[2:]
        expect(len(images) >= wanted["pictures"] > 0 or wanted["pictures"] == 0, file.name, f"{name}: {len(images)} of {wanted['pictures']} pictures")
        pdf.close()


def sheet_pictures(pdf):
    """The sheets in grey, coarsely."""
    data = subprocess.run(["pdftoppm", "-gray", "-r", "20", pdf], capture_output=True, check=True).stdout
    while data:
        header = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data)
        size = int(header[1]) * int(header[2])
        yield data[header.end():header.end() + size]
        data = data[header.end() + size:]


# MARK: Attacks

ATTACK = """(async () => {
  const violations = [], ran = [];
  addEventListener("securitypolicyviolation", e => violations.push(e.effectiveDirective));
  window.injected = () => ran.push("script");
  const add = (text) => { const d = document.createElement("div"); d.innerHTML = text; document.body.append(d); return d; };
  const script = document.createElement("script");
  script.textContent = "injected()";
  document.body.append(script);
  const remote = document.createElement("script");
  remote.src = "https://example.org/x.js";
  document.body.append(remote);
  add('<img src=x onerror="injected()">');
  add('<b onclick="injected()">x</b>').firstChild.click();
  add('<a href="javascript:injected()">x</a>').firstChild.click();
  const b = add('<b style="color:rgb(1,2,3)">x</b>').firstChild;
  if (getComputedStyle(b).color === "rgb(1, 2, 3)") ran.push("style attribute");
  add("<style>b{color:rgb(1,2,4)!important}</style>");
  if (getComputedStyle(b).color === "rgb(1, 2, 4)") ran.push("style element");
  add('<link rel="stylesheet" href="https://example.org/x.css">');
  add('<img src="https://example.org/x.png">');
  add('<iframe src="https://example.org/"></iframe><iframe srcdoc="<script>parent.injected()</scr' + 'ipt>"></iframe>');
  add('<object data="https://example.org/"></object><embed src="https://example.org/">');
  add('<video src="https://example.org/x.mp4"></video>');
  add('<form action="https://example.org/"></form>').firstChild.submit();
  const base = document.createElement("base");
  base.href = "https://example.org/";
  document.head.append(base);
  if (document.baseURI.includes("example.org")) ran.push("base");
  await fetch("https://example.org/").then(() => ran.push("fetch"), () => 0);
  try { new WebSocket("wss://example.org/"); } catch (e) {}
  try { new Worker("data:text/javascript,0"); } catch (e) {}
  try { navigator.sendBeacon("https://example.org/"); } catch (e) {}
  try { eval("injected()"); } catch (e) {}
  try { new Function("injected()")(); } catch (e) {}
  const wanted = WANTED;
  for (let wait = 0; wait < 60 && wanted.some(w => !violations.includes(w)); wait++) await new Promise(done => setTimeout(done, 50));
  await new Promise(done => setTimeout(done, 50));
  return {violations, ran, place: location.href};
})()"""

BLOCKED = {"script-src-elem", "script-src-attr", "script-src", "style-src-attr", "style-src-elem", "img-src", "connect-src", "frame-src",
           "object-src", "media-src", "form-action", "base-uri", "worker-src"}


def check_policy(page, file):
    """The policy stands first, names what the page holds by its hash, and blocks whatever else tries to act."""
    source = file.read_text(encoding="utf-8")
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', source)
    expect(policy is not None and "unsafe" not in policy[1] and html.unescape(policy[1]).startswith("default-src 'none'"), file.name, "policy")
    expect(policy is not None and policy.start() < min(source.find("<style"), source.find("<title")), file.name, "the policy comes too late")
    for element in ("style", "script"):
        for content in re.findall(rf"(?s)<{element}>(.*?)</{element}>", source):
            digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
            expect(f"'sha256-{digest}'" in html.unescape(policy[1]), file.name, f"the hash of its {element} is not in the policy")
    page.set()
    page.open(file)
    found = page.evaluate(ATTACK.replace("WANTED", json.dumps(sorted(BLOCKED))), allowUnsafeEvalBlockedByCSP=False)
    expect(not found["ran"], file.name, f"ran in spite of the policy: {found['ran']}")
    missing = BLOCKED - set(found["violations"])
    expect(not missing, file.name, f"the policy did not block {sorted(missing)}")
    expect(found["place"].split("#")[0] == page.address, file.name, "the page was left")
    for url, blocked in page.requests():
        expect(blocked, file.name, f"asked for {url}")
    counted["blocked by the policy"] += len(found["violations"])


def check_injection(page, folder, wall, step):
    """Hostile text is text: only known elements and attributes, and nothing runs even where the policy is switched off."""
    strings = json.loads((folder / "strings.json").read_text(encoding="utf-8"))
    page.set()
    page.call("Page.setBypassCSP", enabled=True)
    page.call("Runtime.addBinding", name="injected")
    for file in sorted(folder.glob("*.html")):
        number = re.fullmatch(r"report-(\d+)\.html", file.name)
        if number and int(number[1]) % step:
            continue
        page.open(file)
        found = page.evaluate(wall)
        expect(not found, f"injection/{file.name}", f"{found[:5]}")
        calls = [event for event in page.browser.events if event["method"] in ("Runtime.bindingCalled", "Page.javascriptDialogOpening")]
        expect(not calls, f"injection/{file.name}", "something ran")
        expect(not page.requests(), f"injection/{file.name}", f"asks for {page.requests()[:3]}")
        if number:
            text = strings[int(number[1])].replace("\r\n", "\n").replace("\r", "\n")
            shown = page.evaluate("[...document.querySelectorAll('pre.output')].map(e => e.textContent)")
            expect(shown == [text] * len(shown) and (len(shown) == 3 or not text), f"injection/{file.name}", f"{text[:60]!r} reads {shown}"[:300])
            counted["injection strings"] += 1
        counted["pages with injected text"] += 1
    # The listener hears what runs: without this, silence would prove nothing.
    page.open(folder / "sweep.html")
    page.evaluate("document.body.append(Object.assign(document.createElement('img'), {src: 'data:,', onerror: () => injected('x')}))")
    page.evaluate("new Promise(done => setTimeout(done, 200))")
    expect(any(event["method"] == "Runtime.bindingCalled" for event in page.browser.events), "injection", "the listener is deaf")
    page.call("Page.setBypassCSP", enabled=False)


LABELS = """(() => {
  const text = e => e.textContent;
  return {
    tables: [...document.querySelectorAll("main div[id^=nb-table-]")].map(d => [
      text(d.querySelector("caption")).replace(/^Table \\d+\\. /, ""), text(d.querySelector("th")), text(d.querySelector("td"))]),
    figures: [...document.querySelectorAll("main figure")].map(f => ({
      words: (f.querySelector("[role=img]") || f.querySelector("img")).getAttribute(f.querySelector("[role=img]") ? "aria-label" : "alt"),
      drawn: [...f.querySelectorAll("svg text")].map(text).join("\\n")}))};
})()"""


def check_labels(page, file, strings, wall):
    """Hostile text that a notebook's run showed in figures and tables: the page reads as the strings do, and nothing runs."""
    strings = [string.replace("\r\n", "\n").replace("\r", "\n") for string in strings]
    # As a reader has it: the policy is there, and has nothing to do.
    page.set()
    page.open(file)
    expect_quiet(page, file.name)
    expect(not page.requests(), file.name, f"asks for {page.requests()[:3]}")
    # And without the policy.
    page.call("Page.setBypassCSP", enabled=True)
    page.call("Runtime.addBinding", name="injected")
    page.open(file)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    page.ready()
    found = page.evaluate(wall)
    expect(not found, file.name, f"{found[:5]}")
    calls = [event for event in page.browser.events if event["method"] in ("Runtime.bindingCalled", "Page.javascriptDialogOpening")]
    expect(not calls, file.name, "something ran")
    shown = page.evaluate(LABELS)
    tables, figures = shown["tables"], shown["figures"]
    expect(len(tables) == len(strings), file.name, f"{len(tables)} tables for {len(strings)} strings")
    expect(len(figures) == 2 * len(strings), file.name, f"{len(figures)} figures for {len(strings)} strings")
    for index, (string, table) in enumerate(zip(strings, tables)):
        for place, words in zip(("title", "heading", "value"), table):
            expect(words == string, file.name, f"{place} of table {index + 1}: {string[:60]!r} reads {words[:60]!r}")
            counted["hostile words in tables"] += 1
        # Formulas are set, control characters have no glyph and long words are cut; the others are drawn as they are.
        if re.fullmatch(r"[!#%-\[\]-~ \"]{1,40}", string) and string.strip() == string and "  " not in string:
            for figure, least in ((figures[index], 5), (figures[len(strings) + index], 2)):
                drawn = figure["drawn"].split("\n")
                count = sum(words == string or words.endswith("…") and len(words) > 12 and string.startswith(words[:-1]) for words in drawn)
                expect(count >= least, file.name, f"{string!r} stands {count} times, not {least}, in {drawn}"[:400])
                expect(string in figure["words"], file.name, f"{string!r} is not in the figure's words")
                counted["hostile words in figures"] += count
    page.call("Page.setBypassCSP", enabled=False)
    check_policy(page, file)


def main(axe_file, folder, tool, reports):
    start = time.monotonic()
    step = 8 if "--quick" in reports else 1
    reports = [report for report in reports if report != "--quick"]
    axe = pathlib.Path(axe_file).read_text(encoding="utf-8")
    version = re.search(r"axe v([\d.]+)", axe)
    wall = (HERE / "census.js").read_text(encoding="utf-8")
    pages = sorted((pathlib.Path(folder) / "kinds").glob("*.html")) + [pathlib.Path(report) for report in reports]
    times = collections.Counter()

    def timed(name, check, *arguments):
        before = time.monotonic()
        result = check(*arguments)
        times[name] += time.monotonic() - before
        return result

    with Browser() as browser:
        page = browser.page()
        check_axe_itself(page, pages[0], axe)
        page.close()
        print(f"{browser.call('Browser.getVersion')['product']}, axe-core {version[1] if version else '?'}, no network")
        for file in pages:
            page = browser.page()
            before = len(failures)
            timed("quiet", check_quiet, page, file)
            timed("axe", check_axe, page, file, axe)
            timed("keyboard", check_keyboard, page, file)
            timed("controls", check_controls, page, file)
            bare = timed("no script", check_without_script, page, file)
            timed("paper", check_paper, page, file, bare)
            timed("policy", check_policy, page, file)
            page.close()
            print(f"  {file.stem}: {'ok' if len(failures) == before else 'FAILED'}", flush=True)
        page = browser.page()
        timed("injection", check_injection, page, pathlib.Path(folder) / "injection", wall, step)
        page.close()
        page = browser.page()
        labels = pathlib.Path(folder) / "labels/reports/HostileLabels/HostileLabels.html"
        strings = json.loads((pathlib.Path(folder) / "injection/strings.json").read_text(encoding="utf-8"))
        timed("labels", check_labels, page, labels, strings[::step], wall)
        page.close()
    timed("preview", check_preview, tool, axe)
    for failure in failures[:200]:
        print("  " + failure)
    print(f"browser: {len(pages)} pages, " + ", ".join(f"{count} {name}" for name, count in counted.items()))
    print(f"browser: {'ok' if not failures else f'FAILED, {len(failures)} failures'}, {time.monotonic() - start:.0f} s ("
          + ", ".join(f"{name} {seconds:.0f}" for name, seconds in times.items()) + ")")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]))
