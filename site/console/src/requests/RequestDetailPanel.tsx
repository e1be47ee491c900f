import { type ReactNode, useEffect, useState } from "react";
import { type RequestDetail, requestDetail } from "../api";
import { cost, count, duration, exact, outcomeTone } from "../format";
import { Conversation } from "./Conversation";
import { Decision } from "./Decision";
import { RawBody } from "./RawBody";
import { Timings } from "./Timings";

const TABS = ["conversation", "decision", "timings", "request", "response"] as const;

interface Props {
  id: string;
  tab: string;
  onTab: (tab: string) => void;
  onClose: () => void;
  onStep: (by: number) => void;
  first: boolean;
  last: boolean;
  onFilter: (field: string, value: string, negated: boolean) => void;
}

/** One record: what was said, where it went and why, how long it took, and the bytes themselves. */
export function RequestDetailPanel(props: Props) {
  const { id, onClose, onStep } = props;
  const [detail, setDetail] = useState<RequestDetail | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    requestDetail(id, controller.signal)
      .then(setDetail)
      .catch((failure: unknown) => {
        if (!controller.signal.aborted) setError(String((failure as Error).message));
      });
    return () => controller.abort();
  }, [id]);
  return (
    <aside className="detail" aria-label="Request detail">
      <div className="bar">
        <button type="button" className="quiet" disabled={props.first} onClick={() => onStep(-1)} title="k">
          ↑ Previous
        </button>
        <button type="button" className="quiet" disabled={props.last} onClick={() => onStep(1)} title="j">
          ↓ Next
        </button>
        <span className="grow" />
        <button type="button" className="quiet" onClick={onClose} title="Esc">
          Close
        </button>
      </div>
      {error && (
        <p className="notice bad" role="alert">
          {error}
        </p>
      )}
      {!error && !detail && <p className="loading">Loading…</p>}
      {detail && <Loaded detail={detail} {...props} />}
    </aside>
  );
}

function Loaded({ detail, tab, onTab, onFilter }: Props & { detail: RequestDetail }) {
  const shown = TABS.find((name) => name === tab) ?? "conversation";
  const fact = (label: string, field: string, value: string | null) =>
    value ? (
      <Fact label={label}>
        <button
          type="button"
          className="link"
          title={`Show only ${label} ${value}`}
          onClick={() => onFilter(field, value, false)}
        >
          {value}
        </button>
      </Fact>
    ) : null;
  return (
    <>
      <h2>
        <span className={`pill ${outcomeTone(detail.outcome, detail.status)}`}>
          {detail.status || "–"} {detail.outcome.replaceAll("_", " ")}
        </span>{" "}
        {detail.model ?? detail.route}
      </h2>
      <p className="id">
        <code>{detail.id}</code> · {exact(detail.at)}
      </p>
      <dl className="facts">
        {fact("provider", "provider", detail.provider)}
        {fact("served by", "served", detail.upstreamModel)}
        {fact("consumer", "consumer", detail.consumer)}
        {fact("route", "route", detail.route)}
        {fact("trace", "trace", detail.traceId)}
        {detail.exposures.map((exposure) => (
          <Fact key={exposure.experiment} label="experiment">
            {exposure.experiment} = <b>{exposure.variant || "none"}</b> ({exposure.reason})
          </Fact>
        ))}
        <Fact label="latency">{duration(detail.timing.totalMs)}</Fact>
        {detail.usage && (
          <Fact label="tokens">
            {count(detail.usage.input)} in, {count(detail.usage.output)} out
            {detail.usage.cachedInput > 0 && `, ${count(detail.usage.cachedInput)} cached`}
            {detail.usage.reasoning > 0 && `, ${count(detail.usage.reasoning)} reasoning`}
          </Fact>
        )}
        <Fact label="cost">{cost(detail.costUsd)}</Fact>
        {detail.failedOpen.length > 0 && (
          <Fact label="skipped after failing">{detail.failedOpen.join(", ")}</Fact>
        )}
        {Object.entries(detail.tags).map(([key, value]) => (
          <Fact key={key} label={key}>
            {value}
          </Fact>
        ))}
      </dl>
      <div className="tabs" role="tablist" aria-label="Views of the request">
        {TABS.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-controls="panel"
            aria-selected={name === shown}
            onClick={() => onTab(name)}
          >
            {name}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="panel" aria-labelledby={`tab-${shown}`} className="panel" tabIndex={0}>
        {shown === "conversation" && <Conversation detail={detail} />}
        {shown === "decision" && <Decision detail={detail} />}
        {shown === "timings" && <Timings detail={detail} />}
        {shown === "request" && (
          <RawBody
            body={detail.request}
            title={`${detail.request.method} ${detail.request.path}`}
            href={`/admin/v1/requests/${encodeURIComponent(detail.id)}/request`}
          />
        )}
        {shown === "response" && (
          <RawBody
            body={detail.response}
            title={`${detail.response.status} · ${count(detail.response.events)} events`}
            href={`/admin/v1/requests/${encodeURIComponent(detail.id)}/response`}
          />
        )}
      </div>
    </>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
