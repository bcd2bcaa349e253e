"""Says how many pictures a second the page draws in headless Chromium, and whether its memory grows.

    ./evpose demo                                    # in another terminal; let it run for a minute
    python3 measure.py http://127.0.0.1:8080 --seconds 600      # needs chromium, chromedriver and Pillow

Room: drawings of the 3D room. Frames: the browser's. Heap, nodes and listeners are counted after a collection of garbage.
Without a graphics card the browser draws with the processor that the demo runs on.
"""

import argparse
import time

from make import browse

COUNT = ("window.counted = {n: 0};"
         " (function tick() { window.counted.n++; requestAnimationFrame(tick); })();")
LOOK = ("return {now: performance.now(), frames: counted.n, room: evpose.scene.draws, ratio: evpose.scene.pace.ratio,"
        " step: evpose.lastStep}")
LINE = "{:>6} {:>8} {:>8} {:>8} {:>8} {:>9} {:>8} {:>10}"


def memory(browser):
    browser.cdp("HeapProfiler.collectGarbage")
    found = {m["name"]: m["value"] for m in browser.cdp("Performance.getMetrics")["metrics"]}
    return [f"{found['JSHeapUsedSize'] / 1e6:.1f}", int(found["Nodes"]), int(found["JSEventListeners"])]


def measure(browser, page, seconds, every):
    browser.size(1440, 900, "dark")
    browser.post("/url", {"url": page})
    browser.wait("return Boolean(window.evpose) && evpose.frames > 5 && evpose.seconds > 3",
                 "the page shows no pictures and numbers")
    browser.cdp("Performance.enable")
    browser.run(COUNT)
    time.sleep(5)
    print(LINE.format("s", "frames/s", "room/s", "steps/s", "ratio", "heap MB", "nodes", "listeners"))
    start = before = browser.run(LOOK)
    while before["now"] - start["now"] < 1000 * seconds:
        time.sleep(every)
        now = browser.run(LOOK)
        passed = (now["now"] - before["now"]) / 1000
        rates = [f"{(now[k] - before[k]) / passed:.1f}" for k in ("frames", "room", "step")]
        print(LINE.format(int((now["now"] - start["now"]) / 1000), *rates, now["ratio"], *memory(browser)), flush=True)
        before = browser.run(LOOK)  # the collection of garbage counts for neither


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("page")
    arguments.add_argument("--seconds", type=float, default=60)
    arguments.add_argument("--every", type=float, default=15, metavar="S", help="a line each so many seconds")
    browse(arguments, lambda browser, given: measure(browser, given.page, given.seconds, given.every))


if __name__ == "__main__":
    main()
