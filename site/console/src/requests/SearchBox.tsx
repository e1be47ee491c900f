import { useEffect, useState } from "react";
import type { Diagnostic } from "../api";
import type { View } from "../location";

const RANGES = [
  ["", "All time"],
  ["now-15m", "Last 15 minutes"],
  ["now-1h", "Last hour"],
  ["now-6h", "Last 6 hours"],
  ["now-24h", "Last 24 hours"],
  ["now-7d", "Last 7 days"],
  ["now-30d", "Last 30 days"],
] as const;

interface Props {
  view: View;
  diagnostics: Diagnostic[];
  busy: boolean;
  onChange: (change: Partial<View>) => void;
  onRefresh: () => void;
}

export function SearchBox({ view, diagnostics, busy, onChange, onRefresh }: Props) {
  const [text, setText] = useState(view.q);
  useEffect(() => setText(view.q), [view.q]);
  const known = RANGES.some(([value]) => value === view.from) && !view.to;
  return (
    <form
      className="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (text === view.q) onRefresh();
        else onChange({ q: text.trim() });
      }}
    >
      <div className="line">
        <input
          id="query"
          type="search"
          value={text}
          spellCheck={false}
          autoComplete="off"
          aria-label="Query"
          aria-describedby="query-help"
          aria-invalid={diagnostics.length > 0}
          placeholder='Words, "a phrase", model:chat status:>=500 latency:>2s    ( / )'
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") event.currentTarget.blur();
          }}
        />
        <select
          aria-label="Time range"
          value={known ? view.from : "custom"}
          onChange={(event) => {
            if (event.target.value !== "custom") onChange({ from: event.target.value, to: "" });
          }}
        >
          {RANGES.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
          {!known && <option value="custom">Chosen range</option>}
        </select>
        <button type="submit" className="primary" disabled={busy}>
          {busy ? "Searching…" : "Search"}
        </button>
      </div>
      <p id="query-help" className="visually-hidden">
        Bare words search prompt, answer, error and ids. Fields: model, provider, status, outcome,
        consumer, route, latency, tokens, cost, experiment, variant and more.
      </p>
      {diagnostics.length > 0 && (
        <ul className="diagnostics" role="alert">
          {diagnostics.map((diagnostic) => (
            <li key={`${diagnostic.start}-${diagnostic.message}`}>
              <code>
                {view.q.slice(0, diagnostic.start)}
                <mark>{view.q.slice(diagnostic.start, diagnostic.end) || "␣"}</mark>
                {view.q.slice(diagnostic.end)}
              </code>{" "}
              {diagnostic.message}
              {diagnostic.suggestion && (
                <button
                  type="button"
                  className="quiet"
                  onClick={() =>
                    onChange({
                      q:
                        view.q.slice(0, diagnostic.start) +
                        diagnostic.suggestion +
                        view.q.slice(diagnostic.end),
                    })
                  }
                >
                  Use {diagnostic.suggestion}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}
