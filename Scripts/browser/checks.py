"""What is counted and what failed, for all that is checked in the browser."""

import collections
import json

counted = collections.Counter()
failures = []


def expect(condition, page, what):
    counted["checks"] += 1
    if not condition:
        failures.append(f"{page}: {what}")


def expect_quiet(page, name):
    """No word on the console since the page was opened."""
    messages = page.messages()
    expect(not messages, name, f"console: {[message[:300] for message in messages[:3]]}")


def run_axe(page, name, where):
    """Runs axe-core, which the page holds already, on the page as it is seen now."""
    found = json.loads(page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => JSON.stringify({"
                                     "violations: r.violations.map(v => [v.id, v.help, v.nodes.length, v.nodes[0].html,"
                                     " v.nodes[0].failureSummary]), passes: r.passes.length}))"))
    counted["axe runs"] += 1
    counted["axe rules passed"] += found["passes"]
    expect(not found["violations"], name, f"axe, {where}: " + "; ".join(
        f"{violation[0]} × {violation[2]}: {violation[3][:200]} {violation[4][:200]}" for violation in found["violations"]))
