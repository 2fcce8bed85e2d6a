"""What the resident's first visit weighs and how fast it is on a phone, in headless Chromium.

Bytes over the wire without basemap tiles and photos; then, on a processor slowed down four times and a mobile network,
the largest paint, the shifts of the layout and the time blocked; then Lighthouse's scores. Lighthouse is large, so it
is installed for this alone, into the folder of state. `bench_weight.py --rows 1000000 --runs 3 --no-lighthouse`.
"""

import argparse
import json
import shutil
import statistics
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from stack import config, frontend, venv
from tests import chromium
from tests.bench import data, running
from tests.bench.figures import Verdict, heading, say, spread

PAGE = "/"
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}
KB = 1024
MOST_KB, PERFORMANCE, ACCESSIBILITY = 200.0, 95.0, 100.0
# What Lighthouse and the web vitals call good.
LCP_MS, CLS, TBT_MS = 2500.0, 0.1, 200.0
SLOWER = 4
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1_638_400 / 8, "uploadThroughput": 768_000 / 8}
SETTLED_MS = 4000
WATCH = """
window.seen = {lcp: 0, cls: 0, tbt: 0};
new PerformanceObserver((list) => { for (const e of list.getEntries()) seen.lcp = e.startTime; })
    .observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) seen.cls += e.value; })
    .observe({type: 'layout-shift', buffered: true});
new PerformanceObserver((list) => { for (const e of list.getEntries()) seen.tbt += Math.max(0, e.duration - 50); })
    .observe({type: 'longtask', buffered: true});
"""
CHROME = "--headless=new --no-sandbox --disable-dev-shm-usage"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-lighthouse", action="store_true")
    options = parser.parse_args()
    data.use_reports(options.rows)
    heading(f"{options.rows:,} made reports until {data.UNTIL}; first visit of {PAGE} on a phone")
    verdict = Verdict()
    with running.stack() as stack, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium.PATH, args=chromium.ARGUMENTS)
        url = f"http://127.0.0.1:{stack.port}{PAGE}"
        _weigh(browser, url, verdict)
        _time(browser, url, options.runs, verdict)
        browser.close()
        if not options.no_lighthouse:
            _scores(url, options.runs, verdict)
    return verdict.status()


def _weigh(browser: Browser, url: str, verdict: Verdict) -> None:
    """Add up what came over the wire, by kind."""
    context = browser.new_context(locale="id-ID", service_workers="block", **PHONE)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": False})
    origin = urlsplit(url).netloc
    kinds: dict[str, str] = {}
    bytes_of: Counter[str] = Counter()
    count: Counter[str] = Counter()
    heaviest: list[tuple[int, str]] = []

    def received(event: dict[str, Any]) -> None:
        address = urlsplit(event["response"]["url"])
        if address.netloc == origin and "/foto/" not in address.path:
            kinds[event["requestId"]] = "Tiles" if address.path.endswith(".mvt") else str(event["type"])
            names[event["requestId"]] = address.path

    def finished(event: dict[str, Any]) -> None:
        if kind := kinds.get(event["requestId"]):
            bytes_of[kind] += int(event["encodedDataLength"])
            count[kind] += 1
            heaviest.append((int(event["encodedDataLength"]), names[event["requestId"]]))

    names: dict[str, str] = {}
    wire.on("Network.responseReceived", received)
    wire.on("Network.loadingFinished", finished)
    page.goto(url, wait_until="networkidle")
    page.wait_for_timeout(SETTLED_MS)
    context.close()
    total = bytes_of.total() / KB
    say(f"\nfirst visit: {total:.1f} kB over the wire in {count.total()} answers, at most {MOST_KB:.0f}")
    for kind, size in bytes_of.most_common():
        say(f"  {kind:12} {size / KB:7.1f} kB in {count[kind]}")
    say("  heaviest: " + ", ".join(f"{path} {size / KB:.1f}" for size, path in sorted(heaviest, reverse=True)[:6]))
    verdict.at_most("first visit, kB", total, MOST_KB)


def _time(browser: Browser, url: str, runs: int, verdict: Verdict) -> None:
    """Measure the web vitals on a slow phone; each visit is a first one."""
    found: dict[str, list[float]] = {"lcp": [], "cls": [], "tbt": []}
    for _ in range(runs):
        context = browser.new_context(locale="id-ID", service_workers="block", **PHONE)
        page = context.new_page()
        page.add_init_script(WATCH)
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.emulateNetworkConditions", NETWORK)
        wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(url, wait_until="load")
        page.wait_for_timeout(SETTLED_MS)
        seen = page.evaluate("seen")
        for name, values in found.items():
            values.append(float(seen[name]))
        context.close()
    say(f"\non a slow phone (processor {SLOWER}× slower, 1.6 Mbit/s, 150 ms): largest paint {spread(found['lcp'])} ms,")
    shifts = ", ".join(f"{value:.3f}" for value in found["cls"])
    say(f"  shifts of the layout {shifts}, blocked {spread(found['tbt'])} ms")
    verdict.at_most("largest paint, ms", statistics.median(found["lcp"]), LCP_MS)
    verdict.at_most("layout shift", statistics.median(found["cls"]), CLS)
    verdict.at_most("blocked, ms", statistics.median(found["tbt"]), TBT_MS)


def _lighthouse() -> tuple[Path, dict[str, str]]:
    """Install Lighthouse as locked, once; return its program and the environment that it runs in."""
    settings = config.load(root=data.ROOT)
    env = {**frontend.environment(settings), "CHROME_PATH": chromium.PATH, "CI": "1"}
    folder = settings.var / "lighthouse"
    program = folder / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not program.exists():
        shutil.copytree(Path(__file__).with_name("lighthouse"), folder, dirs_exist_ok=True)
        npm = venv.node(settings).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        subprocess.run(["node", str(npm), "ci", "--ignore-scripts", "--silent"], check=True, env=env, cwd=folder)
    return program, env


def _scores(url: str, runs: int, verdict: Verdict) -> None:
    """Let Lighthouse judge the page as on a phone."""
    program, env = _lighthouse()
    found: dict[str, list[float]] = {"performance": [], "accessibility": []}
    for _ in range(runs):
        argv = ["node", str(program), url, "--output=json", "--quiet", f"--chrome-flags={CHROME}"]
        argv += [f"--only-categories={','.join(found)}", "--max-wait-for-load=45000"]
        done = subprocess.run(argv, check=False, capture_output=True, text=True, env=env)
        if done.returncode:
            raise SystemExit(f"lighthouse failed: {done.stderr.strip()[-400:]}")
        report = json.loads(done.stdout)
        for name, values in found.items():
            values.append(100 * float(report["categories"][name]["score"]))
    for name, values in found.items():
        say(f"Lighthouse, {name}: {spread(values)}")
    failing = [audit["title"] for audit in report["audits"].values() if (audit["score"] or 1) < 0.9]
    failing += [audit["title"] for audit in report["audits"].values() if audit["score"] == 0]
    say("  less than good: " + "; ".join(failing))
    verdict.at_least("Lighthouse performance", statistics.median(found["performance"]), PERFORMANCE)
    verdict.at_least("Lighthouse accessibility", statistics.median(found["accessibility"]), ACCESSIBILITY)
