"""Opens reports light and dark, wide and narrow, prints them, and leaves pictures to look at."""

import base64
import pathlib
import sys
import tempfile

from devtools import Browser


def main(reports):
    pictures = pathlib.Path(tempfile.mkdtemp(prefix="look."))
    failed = False
    with Browser() as browser:
        page = browser.page()
        for report in map(pathlib.Path, reports):
            print(report.stem)
            requests, messages, widths = [], [], []
            for theme in ("light", "dark"):
                for width in (1280, 320):
                    page.set(theme=theme, width=width)
                    page.open(report)
                    page.ready()
                    requests += page.requests()
                    messages += page.messages()
                    size = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
                    widths.append((size[0], width))
                    clip = {"x": 0, "y": 0, "width": width, "height": size[1], "scale": 1}
                    picture = page.call("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
                    (pictures / f"{report.stem}-{theme}-{width}.png").write_bytes(base64.b64decode(picture["data"]))
            pdf = page.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
            (pictures / f"{report.stem}.pdf").write_bytes(base64.b64decode(pdf["data"]))
            for url, _ in requests:
                print(f"  asks for {url}")
            for message in messages:
                print(f"  console: {message[:250]}")
            bad = requests or messages or any(size > width for size, width in widths)
            failed = failed or bool(bad)
            shown = ", ".join(f"{size} of {width} px" for size, width in widths[:2])
            print(f"  {'FAILED' if bad else 'ok'}: {len(requests)} requests, {len(messages)} console messages, content {shown}, "
                  f"{round(report.stat().st_size / 1000)} kB")
    print(f"pictures: {pictures}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
