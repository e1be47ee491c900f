import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { RequestItem } from "../api";
import { clock, cost, count, duration, exact, outcomeTone } from "../format";

interface Props {
  items: RequestItem[];
  total: number;
  openId: string;
  onOpen: (id: string) => void;
  onEnd: () => void;
}

const ROW = 44;

/** A virtual table: only the visible rows are in the page, however many were loaded. */
export function RequestTable({ items, total, openId, onOpen, onEnd }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const visible = rows.getVirtualItems();
  const lastVisible = visible.at(-1)?.index ?? 0;

  useEffect(() => {
    if (items.length > 0 && lastVisible >= items.length - 20) onEnd();
  }, [lastVisible, items.length, onEnd]);

  const openIndex = items.findIndex((item) => item.id === openId);
  useEffect(() => {
    if (openIndex >= 0) rows.scrollToIndex(openIndex, { align: "auto" });
  }, [openIndex, rows]);

  return (
    <div
      className="table"
      role="grid"
      aria-label="Requests"
      aria-rowcount={total + 1}
      aria-colcount={7}
      ref={scroller}
      tabIndex={0}
    >
      <div className="row head" role="row" aria-rowindex={1}>
        <span role="columnheader">Time</span>
        <span role="columnheader">Status</span>
        <span role="columnheader">Model</span>
        <span role="columnheader">Prompt and answer</span>
        <span role="columnheader">Tokens</span>
        <span role="columnheader">Cost</span>
        <span role="columnheader">Latency</span>
      </div>
      <div className="body" role="presentation" style={{ height: rows.getTotalSize() }}>
        {visible.map(({ index, start }) => {
          const item = items[index];
          return item ? (
            <Row
              key={item.id}
              item={item}
              index={index}
              top={start}
              open={item.id === openId}
              onOpen={onOpen}
            />
          ) : null;
        })}
      </div>
    </div>
  );
}

interface RowProps {
  item: RequestItem;
  index: number;
  top: number;
  open: boolean;
  onOpen: (id: string) => void;
}

function Row({ item, index, top, open, onOpen }: RowProps) {
  const tokens =
    item.inputTokens === null && item.outputTokens === null
      ? "–"
      : `${count(item.inputTokens ?? 0)} → ${count(item.outputTokens ?? 0)}`;
  return (
    <div
      className={open ? "row open" : "row"}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={open}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onOpen(item.id)}
    >
      <span role="gridcell" title={exact(item.at)}>
        <button
          type="button"
          className="link"
          aria-label={`Open request of ${clock(item.at)}, ${item.outcome}`}
          onClick={(event) => {
            event.stopPropagation();
            onOpen(item.id);
          }}
        >
          {clock(item.at)}
        </button>
      </span>
      <span role="gridcell">
        <span className={`pill ${outcomeTone(item.outcome, item.status)}`}>
          {item.status || "–"}
          {item.outcome !== "ok" && <small> {item.outcome.replaceAll("_", " ")}</small>}
        </span>
      </span>
      <span role="gridcell" className="model">
        {item.model ?? item.route}
        <small>
          {[item.provider, item.variant, item.cache === "hit" ? "cached" : null]
            .filter(Boolean)
            .join(" · ")}
        </small>
      </span>
      <span role="gridcell" className="text">
        <span>{item.prompt || <em>{item.operation ?? "no text"}</em>}</span>
        <small>{item.errorCode ?? item.answer ?? ""}</small>
      </span>
      <span role="gridcell" className="number">
        {tokens}
      </span>
      <span role="gridcell" className="number">
        {cost(item.costUsd)}
      </span>
      <span role="gridcell" className="number">
        {duration(item.latencyMs)}
        {item.ttftMs !== null && item.stream && <small>first {duration(item.ttftMs)}</small>}
      </span>
    </div>
  );
}
