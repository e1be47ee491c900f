import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type RequestItem, type SearchResult, searchRequests } from "../api";
import { count, duration } from "../format";
import { useView } from "../location";
import { toggleTerm } from "../query";
import { Facets } from "./Facets";
import { Histogram } from "./Histogram";
import { RequestDetailPanel } from "./RequestDetailPanel";
import { RequestTable } from "./RequestTable";
import { SearchBox } from "./SearchBox";

interface Loaded {
  summary: SearchResult;
  items: RequestItem[];
  next: string | null;
}

/** Search, histogram, facets and table over one query; the opened record beside them. */
export function RequestsPage() {
  const [view, change] = useView();
  const { q, from, to, id } = view;
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [generation, setGeneration] = useState(0);
  const loadingMore = useRef(false);

  useEffect(() => {
    const controller = new AbortController();
    setBusy(true);
    searchRequests({ q, from, to }, { summary: true }, controller.signal)
      .then((summary) => {
        setLoaded({ summary, items: summary.items, next: summary.next });
        setError(null);
      })
      .catch((failure: unknown) => {
        if (!controller.signal.aborted) setError(String((failure as Error).message));
      })
      .finally(() => {
        if (!controller.signal.aborted) setBusy(false);
      });
    return () => controller.abort();
  }, [q, from, to, generation]);

  const more = useCallback(() => {
    const cursor = loaded?.next;
    if (!cursor || loadingMore.current) return;
    loadingMore.current = true;
    searchRequests({ q, from, to }, { cursor, summary: false })
      .then((page) =>
        setLoaded((before) =>
          // A page that belongs to an older query must not end up below a newer one.
          before && before.next === cursor
            ? { ...before, items: [...before.items, ...page.items], next: page.next }
            : before,
        ),
      )
      .catch((failure: unknown) => setError(String((failure as Error).message)))
      .finally(() => {
        loadingMore.current = false;
      });
  }, [loaded?.next, q, from, to]);

  const items = useMemo(() => loaded?.items ?? [], [loaded]);
  const position = items.findIndex((item) => item.id === id);
  const step = useCallback(
    (by: number) => {
      const next = items[position < 0 ? 0 : position + by];
      if (next) change({ id: next.id }, true);
      if (position + by >= items.length - 5) more();
    },
    [items, position, change, more],
  );

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey)
        return;
      if (event.key === "/") {
        event.preventDefault();
        document.getElementById("query")?.focus();
      } else if (event.key === "j") step(1);
      else if (event.key === "k") step(-1);
      else if (event.key === "Escape" && id) change({ id: "", tab: "" });
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [step, id, change]);

  const summary = loaded?.summary;
  const filter = (field: string, value: string, negated: boolean) =>
    change({ q: toggleTerm(q, field, value, negated) });

  return (
    <main className={id ? "requests opened" : "requests"}>
      <SearchBox
        view={view}
        diagnostics={summary?.diagnostics ?? []}
        busy={busy}
        onChange={change}
        onRefresh={() => setGeneration((n) => n + 1)}
      />
      {error && (
        <p className="notice bad" role="alert">
          {error}
        </p>
      )}
      <section className="histogram" aria-label="Requests over time">
        {summary?.histogram && (
          <Histogram
            histogram={summary.histogram}
            onZoom={(zoomFrom, zoomTo) => change({ from: zoomFrom, to: zoomTo })}
          />
        )}
      </section>
      <div className="columns">
        <aside className="facets" aria-label="Facets">
          {summary && <Facets facets={summary.facets} query={q} onFilter={filter} />}
        </aside>
        <section className="results" id="results" tabIndex={-1}>
          <p className="summary" role="status">
            {summary
              ? `${summary.totalExact ? "" : "at least "}${count(summary.total)} request${
                  summary.total === 1 ? "" : "s"
                } in ${duration(summary.tookMs)}${
                  summary.partial ? " – stopped early, the result is not complete" : ""
                }`
              : busy
                ? "Searching…"
                : ""}
          </p>
          {summary && items.length === 0 ? (
            <Empty filtered={Boolean(q || from)} onReset={() => change({ q: "", from: "", to: "" })} />
          ) : (
            <RequestTable
              items={items}
              total={summary?.total ?? 0}
              openId={id}
              onOpen={(openId) => change({ id: openId })}
              onEnd={more}
            />
          )}
        </section>
        {id && (
          <RequestDetailPanel
            key={id}
            id={id}
            tab={view.tab}
            onTab={(tab) => change({ tab }, true)}
            onClose={() => change({ id: "", tab: "" })}
            onStep={step}
            first={position === 0}
            last={position === items.length - 1 && !loaded?.next}
            onFilter={filter}
          />
        )}
      </div>
    </main>
  );
}

function Empty({ filtered, onReset }: { filtered: boolean; onReset: () => void }) {
  return (
    <div className="empty">
      {filtered ? (
        <>
          <p>No request matches.</p>
          <button type="button" onClick={onReset}>
            Show everything
          </button>
        </>
      ) : (
        <>
          <p>No request has passed yet. Send one:</p>
          <pre>
            {`curl http://127.0.0.1:8080/v1/chat/completions \\
  -H 'content-type: application/json' \\
  -d '{"model":"chat","messages":[{"role":"user","content":"Hello"}]}'`}
          </pre>
        </>
      )}
    </div>
  );
}
