"""Headless Chromium with the network off, driven over a pipe by the DevTools protocol. Needs nothing but Python."""

import json
import os
import pathlib
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse


class Browser:
    """A running Chromium; ends with the `with` block. Reaches no address, or one on this machine: `127.0.0.1:8737`."""

    def __init__(self, reaches=None):
        program = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
        if not program:
            raise SystemExit("Chromium is missing. Install it with: apt-get install chromium")
        self.profile = tempfile.mkdtemp(prefix="flatbook-browser-")
        commands_out, self.commands = os.pipe()
        self.replies, replies_in = os.pipe()

        def give_pipes():  # Chromium reads commands from descriptor 3 and answers on 4.
            first, second = os.dup(commands_out), os.dup(replies_in)
            os.dup2(first, 3)
            os.dup2(second, 4)

        # A proxy that is not there keeps the network off, for loopback too.
        bypassed = "<-loopback>" + (f";{reaches}" if reaches else "")
        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={self.profile}",
             "--proxy-server=127.0.0.1:9", f"--proxy-bypass-list={bypassed}", "--disable-dev-shm-usage",
             "--remote-debugging-pipe", "about:blank"],
            preexec_fn=give_pipes, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(commands_out)
        os.close(replies_in)
        self.buffered = b""
        self.count = 0
        self.events = []

    def __enter__(self):
        # Whoever ends this program ends the browser too.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        return self

    def __exit__(self, *_):
        try:
            self.call("Browser.close")
        except BrowserError:
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def read(self, seconds):
        """The next message; None when none comes in time."""
        end = time.monotonic() + seconds
        while b"\0" not in self.buffered:
            ready, _, _ = select.select([self.replies], [], [], max(0, end - time.monotonic()))
            if not ready:
                return None
            more = os.read(self.replies, 1 << 20)
            if not more:
                raise BrowserError("Chromium ended")
            self.buffered += more
        message, self.buffered = self.buffered.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, session=None, **parameters):
        """Sends a command and waits for its answer; what happens meanwhile is kept in `events`."""
        self.count += 1
        message = {"id": self.count, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.commands, data):]
        while True:
            answer = self.read(60)
            if answer is None:
                raise BrowserError(f"{method}: no answer within a minute")
            if answer.get("id") == self.count:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error'].get('message')}")
                return answer["result"]
            if "method" in answer:
                self.events.append(answer)

    def page(self):
        return Page(self)


class BrowserError(Exception):
    """Chromium did not do what it was asked."""


class Page:
    """A tab. Every check gets a fresh load, and sees what that load asked for and wrote."""

    def __init__(self, browser):
        self.browser = browser
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.target = target
        self.address = "about:blank"
        for domain in ("Page", "Network", "Log", "Runtime", "Audits", "DOM"):
            self.call(f"{domain}.enable")

    def close(self):
        self.browser.call("Target.closeTarget", targetId=self.target)

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def set(self, theme="light", width=1280, height=800, scale=1, forced_colors=False, media=""):
        features = [{"name": "prefers-color-scheme", "value": theme},
                    {"name": "forced-colors", "value": "active" if forced_colors else "none"},
                    {"name": "prefers-reduced-motion", "value": "reduce"}]
        self.call("Emulation.setEmulatedMedia", media=media, features=features)
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=False)

    def open(self, file):
        """Loads a file, and forgets what was before."""
        self.visit("file://" + urllib.parse.quote(str(pathlib.Path(file).resolve())))

    def visit(self, address):
        """Loads an address, and forgets what was before."""
        self.browser.events.clear()
        self.address = address
        self.call("Page.navigate", url=self.address)
        self.wait("Page.loadEventFired")
        self.call("Page.bringToFront")

    def wait(self, event, seconds=30):
        end = time.monotonic() + seconds
        while not any(found["method"] == event for found in self.browser.events):
            message = self.browser.read(max(0, end - time.monotonic()))
            if message is None:
                raise BrowserError(f"{self.address}: no {event}")
            if "method" in message:
                self.browser.events.append(message)

    def evaluate(self, expression, **options):
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True, **options)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise BrowserError(f"{self.address}: {details.get('exception', {}).get('description', details.get('text'))}")
        return answer["result"].get("value")

    def until(self, expression, seconds=30):
        """Waits for an expression to hold; whether it came to."""
        end = time.monotonic() + seconds
        while not (holds := self.evaluate(expression)) and time.monotonic() < end:
            time.sleep(0.02)
        return bool(holds)

    def ready(self):
        self.evaluate("document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => done(0))))")

    def press(self, key, shift=False):
        codes = {"Tab": 9, "Enter": 13, " ": 32}
        text = {"Enter": "\r", " ": " "}.get(key, "")
        common = {"key": key, "code": {" ": "Space"}.get(key, key), "windowsVirtualKeyCode": codes[key], "modifiers": 8 if shift else 0}
        self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **common)
        self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def requests(self):
        """Addresses that the page asked for, itself and what it holds itself aside; blocked ones are marked."""
        blocked = {event["params"]["requestId"] for event in self.browser.events
                   if event["method"] == "Network.loadingFailed" and event["params"].get("blockedReason") == "csp"}
        found = []
        for event in self.browser.events:
            if event["method"] == "Network.requestWillBeSent":
                url = event["params"]["request"]["url"]
                if url.split("#")[0] != self.address and not url.startswith(("data:", "about:", "blob:")):
                    found.append((url, event["params"]["requestId"] in blocked))
            elif event["method"] == "Network.webSocketCreated":
                found.append((event["params"]["url"], False))
        return found

    def messages(self):
        """What the page wrote to the console, and what the browser says against it."""
        found = []
        for event in self.browser.events:
            parameters = event.get("params", {})
            if event["method"] == "Log.entryAdded":
                found.append(parameters["entry"]["text"])
            elif event["method"] == "Runtime.consoleAPICalled":
                found.append(str([argument.get("value") for argument in parameters["args"]]))
            elif event["method"] == "Runtime.exceptionThrown":
                found.append(parameters["exceptionDetails"]["text"])
            elif event["method"] == "Audits.issueAdded":
                found.append(json.dumps(parameters["issue"])[:300])
            elif event["method"] == "Page.javascriptDialogOpening":
                found.append("a dialog")
        return found
