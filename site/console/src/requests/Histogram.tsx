import { useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import type { SearchResult } from "../api";
import { count } from "../format";

interface Props {
  histogram: NonNullable<SearchResult["histogram"]>;
  onZoom: (from: string, to: string) => void;
}

const dayAndTime = new Intl.DateTimeFormat("en-GB", {
  day: "2-digit",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});
const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const precise = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

function tick(seconds: number, intervalMs: number): string {
  const format = intervalMs >= 1_200_000 ? dayAndTime : intervalMs >= 10_000 ? time : precise;
  return format.format(new Date(seconds * 1000));
}

/** Bars over time, errors on top of all requests; dragging over a span narrows the search to it. */
export function Histogram({ histogram, onZoom }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const zoom = useRef(onZoom);
  zoom.current = onZoom;
  const [theme, setTheme] = useState(0);

  useEffect(() => {
    const media = matchMedia("(prefers-color-scheme: dark)");
    const repaint = () => setTheme((n) => n + 1);
    media.addEventListener("change", repaint);
    const observer = new MutationObserver(repaint);
    observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => {
      media.removeEventListener("change", repaint);
      observer.disconnect();
    };
  }, []);

  useEffect(() => {
    const host = box.current;
    if (!host) return undefined;
    const color = (name: string) => {
      const probe = document.createElement("span");
      probe.className = name;
      host.append(probe);
      const value = getComputedStyle(probe).color;
      probe.remove();
      return value;
    };
    const starts = histogram.buckets.map((bucket) => Date.parse(bucket.at) / 1000);
    const first = starts[0] ?? 0;
    const last = starts.at(-1) ?? first;
    const bars = uPlot.paths.bars?.({ size: [0.85, 28], align: 1 });
    const chart = new uPlot(
      {
        width: host.clientWidth || 600,
        height: 110,
        legend: { show: false },
        cursor: { drag: { x: true, y: false, setScale: false }, y: false, points: { show: false } },
        scales: {
          // The last bar has its width too, and a single one does not stretch time to a day.
          x: { range: () => [first, Math.max(last + histogram.intervalMs / 1000, first + 10)] },
          y: { range: (_, __, max) => [0, Math.max(max, 1)] },
        },
        axes: [
          {
            stroke: color("probe-ink"),
            grid: { show: false },
            ticks: { show: false },
            size: 24,
            space: 90,
            values: (_, splits) => splits.map((seconds) => tick(seconds, histogram.intervalMs)),
          },
          {
            stroke: color("probe-ink"),
            grid: { stroke: color("probe-line"), width: 1 },
            ticks: { show: false },
            size: 48,
            space: 32,
            values: (_, splits) => splits.map((n) => (Number.isInteger(n) ? count(n) : "")),
          },
        ],
        series: [
          {},
          { label: "requests", fill: color("probe-accent"), width: 0, ...(bars && { paths: bars }), points: { show: false } },
          { label: "errors", fill: color("probe-bad"), width: 0, ...(bars && { paths: bars }), points: { show: false } },
        ],
        hooks: {
          setSelect: [
            (plot) => {
              if (plot.select.width < 4) return;
              const from = plot.posToVal(plot.select.left, "x");
              const to = plot.posToVal(plot.select.left + plot.select.width, "x");
              zoom.current(new Date(from * 1000).toISOString(), new Date(to * 1000).toISOString());
            },
          ],
        },
      },
      [
        starts,
        histogram.buckets.map((bucket) => bucket.count),
        histogram.buckets.map((bucket) => bucket.errors),
      ],
      host,
    );
    const resize = new ResizeObserver(() => chart.setSize({ width: host.clientWidth, height: 110 }));
    resize.observe(host);
    return () => {
      resize.disconnect();
      chart.destroy();
    };
  }, [histogram, theme]);

  const all = histogram.buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  const errors = histogram.buckets.reduce((sum, bucket) => sum + bucket.errors, 0);
  return (
    <div
      ref={box}
      role="img"
      aria-label={`${count(all)} requests over time, ${count(errors)} of them errors`}
    />
  );
}
