"""Makes the pictures of the page for the README: stills in both themes, desktop and phone, and a short clip.

    ./evpose demo                                    # in another terminal; let it run for a minute
    python3 make.py http://127.0.0.1:8080            # needs chromium, chromedriver and Pillow
    python3 make.py http://127.0.0.1:8080 --compare http://127.0.0.1:8090     # and of `evpose compare A B --port 8090`

The clip is taken from the log: the page is put to one moment after another, so it is smooth on any machine.
"""

import argparse
import base64
import io
import json
import pathlib
import socket
import subprocess
import time
import urllib.request

from PIL import Image

HERE = pathlib.Path(__file__).parent
READY = "return evpose.frames > 5 && evpose.seconds > 3"
CLIP_SECONDS, CLIP_PICTURES_A_SECOND = 5, 10
MOST_CLIP_BYTES = 1_500_000


class Browser:
    """A headless Chromium, by the WebDriver protocol."""

    scale = 1

    def __init__(self, chromium, driver_port):
        self.base = f"http://127.0.0.1:{driver_port}/session"
        options = {"binary": chromium, "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--enable-unsafe-swiftshader", "--use-angle=swiftshader", "--hide-scrollbars"]}
        answer = self.post("", {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}})
        self.base += "/" + answer["sessionId"]

    def post(self, path, body):
        request = urllib.request.Request(
            self.base + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)["value"]

    def run(self, script):
        return self.post("/execute/sync", {"script": script, "args": []})

    def cdp(self, command, **parameters):
        return self.post("/goog/cdp/execute", {"cmd": command, "params": parameters})

    def size(self, width, height, theme):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=self.scale,
                 mobile=width < 600)
        self.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])

    def open(self, page, width, height, theme):
        self.size(width, height, theme)
        self.post("/url", {"url": page})
        self.wait(READY, "the page shows no pictures and numbers")
        self.run("evpose.scene.pace.set(devicePixelRatio); evpose.scene.pace.drawn = () => {}")  # sharp, however slow
        time.sleep(6)

    def wait(self, script, trouble, seconds=60):
        end = time.monotonic() + seconds
        while not self.run(script):
            if time.monotonic() > end:
                raise SystemExit(f"{trouble}: waited={seconds} s")
            time.sleep(0.1)

    def picture(self):
        data = self.cdp("Page.captureScreenshot", format="png")["data"]
        taken = Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")
        return taken.resize((taken.width // self.scale, taken.height // self.scale), Image.LANCZOS)

    def close(self):
        urllib.request.urlopen(urllib.request.Request(self.base, method="DELETE"), timeout=30)


def stills(browser, page, prefix):
    for name, width, height, theme in [
            ("dark", 1440, 900, "dark"), ("light", 1440, 900, "light"),
            ("phone-dark", 390, 844, "dark"), ("phone-light", 390, 844, "light")]:
        browser.open(page, width, height, theme)
        browser.picture().save(HERE / f"{prefix}{name}.webp", quality=88, method=6)
        print(f"{prefix}{name}.webp")


def comparison(browser, page, prefix):
    browser.size(1440, 900, "dark")
    browser.post("/url", {"url": page})
    browser.wait("return Boolean(window.evpose && evpose.pictures > 5)", "nothing is compared there")
    browser.run("const f = evpose.film; if (f.playing) { f.toggle(); }"
                " evpose.scenes.forEach(s => { s.pace.set(devicePixelRatio); s.pace.drawn = () => {}; });"
                " f.seek(Math.floor(f.last * 0.6))")
    time.sleep(6)
    browser.picture().save(HERE / f"{prefix}compare.webp", quality=88, method=6)
    print(f"{prefix}compare.webp")


def clip(browser, page, prefix):
    browser.open(page, 1200, 750, "dark")
    browser.run("const p = evpose.past; p.seek(p.last() - 9000)")
    pictures = []
    for n in range(CLIP_SECONDS * CLIP_PICTURES_A_SECOND):
        step = 1000 // CLIP_PICTURES_A_SECOND if n else 0
        browser.run(f"const p = evpose.past; p.seek(p.at + {step})")
        browser.wait(
            "const p = evpose.past, c = p.pieces.get(Math.floor(p.at / 2000) * 2000); if (!c) { p.seek(p.at); }"
            " return Boolean(c) && evpose.scene.pending === 0", "the past does not come")
        pictures.append(browser.picture().resize((960, 600), Image.LANCZOS))
    for quality in (60, 45, 30, 20):
        out = HERE / f"{prefix}clip.webp"
        pictures[0].save(out, save_all=True, append_images=pictures[1:], quality=quality, method=4, loop=0,
                         duration=1000 // CLIP_PICTURES_A_SECOND)
        if out.stat().st_size <= MOST_CLIP_BYTES:
            break
    print(f"{prefix}clip.webp: bytes={out.stat().st_size}, quality={quality}")


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def browse(arguments, work):
    """Reads the command line, starts a browser for work(browser, given) and stops it whatever happens."""
    arguments.add_argument("--chromium", default="/usr/bin/chromium")
    arguments.add_argument("--chromedriver", default="/usr/bin/chromedriver")
    given = arguments.parse_args()
    port = free_port()
    driver = subprocess.Popen([given.chromedriver, f"--port={port}"], stdout=subprocess.DEVNULL)
    try:
        time.sleep(2)
        browser = Browser(given.chromium, port)
        try:
            work(browser, given)
        finally:
            browser.close()
    finally:
        driver.terminate()


def work(browser, given):
    browser.scale = 2  # twice the pixels, halved: smooth edges without a graphics card
    stills(browser, given.page, given.prefix)
    if given.compare:
        comparison(browser, given.compare, given.prefix)
    browser.scale = 1
    if not given.no_clip:
        clip(browser, given.page, given.prefix)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("page")
    arguments.add_argument("--prefix", default="", help="begins every file's name")
    arguments.add_argument("--compare", metavar="PAGE", help="of a comparison, for a picture of it, too")
    arguments.add_argument("--no-clip", action="store_true")
    browse(arguments, work)


if __name__ == "__main__":
    main()
