import { expect, it } from "vitest";
import { cost, duration, outcomeTone } from "../src/format";
import { parseView, printView } from "../src/location";

it("keeps the whole state of the page in its address", () => {
  const view = { q: 'model:"a b" & c', from: "now-1h", to: "", id: "01J", tab: "timings" };
  expect(parseView(printView(view))).toEqual(view);
  expect(printView(parseView(""))).toBe("");
});

it("never shows an unknown price as zero", () => {
  expect(cost(null)).toBe("unpriced");
  expect(cost(0)).toBe("$0");
  expect(cost(0.00012)).toBe("$0.00012");
});

it("writes durations in the unit that fits", () => {
  expect([0.25, 3.14, 250, 1500, 75_000].map(duration)).toEqual([
    "0.25 ms",
    "3.1 ms",
    "250 ms",
    "1.50 s",
    "1 min 15 s",
  ]);
});

it("shows a cut answer as bad whatever its status", () => {
  expect(outcomeTone("truncated", 200)).toBe("bad");
  expect(outcomeTone("ok", 200)).toBe("good");
  expect(outcomeTone("rejected", 401)).toBe("warn");
});
