/** The admin API as the console uses it; field by field the resources below /admin/v1. */

export interface RequestItem {
  id: string;
  at: string;
  model: string | null;
  provider: string | null;
  upstreamModel: string | null;
  route: string;
  operation: string | null;
  consumer: string | null;
  status: number;
  outcome: string;
  latencyMs: number;
  ttftMs: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  costUsd: number | null;
  stream: boolean;
  finishReason: string | null;
  experiment: string | null;
  variant: string | null;
  cache: string | null;
  traceId: string | null;
  errorCode: string | null;
  prompt: string | null;
  answer: string | null;
}

export interface Diagnostic {
  message: string;
  start: number;
  end: number;
  suggestion?: string | null;
}

export interface Bucket {
  at: string;
  count: number;
  errors: number;
}

export interface SearchResult {
  items: RequestItem[];
  next: string | null;
  total: number;
  totalExact: boolean;
  facets: Record<string, { value: string; count: number }[]>;
  histogram: { from: string; to: string; intervalMs: number; buckets: Bucket[] } | null;
  diagnostics: Diagnostic[];
  query: string;
  partial: boolean;
  tookMs: number;
}

export interface Part {
  kind: string;
  text: string | null;
  name: string | null;
  callId: string | null;
  mediaType: string | null;
  data: string | null;
}

export interface RecordedBody {
  contentType: string | null;
  contentEncoding?: string | null;
  length: number;
  captured: number;
  bodyText?: string | null;
  bodyBase64?: string | null;
}

export interface Attempt {
  number: number;
  provider: string;
  model: string;
  status: number;
  durationMs: number;
  firstByteMs: number | null;
  problem: { code: string; detail: string } | null;
}

export interface RequestDetail extends RequestItem {
  messages: { role: string; parts: Part[] }[];
  answerParts?: Part[];
  error: string | null;
  request: RecordedBody & { method: string; path: string };
  response: RecordedBody & { status: number; events: number };
  timing: { totalMs: number; firstContentMs: number | null; upstreamMs: number };
  attempts: Attempt[];
  decision: {
    route: string;
    configHash: string;
    draw: number;
    explanation: string[];
    answeredBy: string | null;
  };
  usage: {
    input: number;
    output: number;
    cachedInput: number;
    cacheWrite: number;
    reasoning: number;
    raw: string | null;
  } | null;
  exposures: {
    experiment: string;
    variant: string;
    unitKind: string;
    unitHash: string;
    reason: string;
    phase: number;
  }[];
  tags: Record<string, string>;
  failedOpen: string[];
}

export interface Status {
  version: string;
  ready: boolean;
  config: { hash: string; loadedAt: string; source: string };
  lastReload: { at: string; ok: boolean; problems: unknown[] } | null;
  anonymous: boolean;
  simulatedOnly: boolean;
  pluginPolicy: string;
}

/** What the gateway said instead of an answer, in its own words where it had any. */
export class ApiError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export async function read<T>(path: string, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, signal ? { signal } : {});
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw new ApiError(0, "The gateway does not answer. Is it still running?");
  }
  if (!response.ok) {
    const problem = (await response.json().catch(() => null)) as { detail?: string } | null;
    throw new ApiError(response.status, problem?.detail ?? `The gateway answered ${response.status}.`);
  }
  return (await response.json()) as T;
}

export interface Search {
  q: string;
  from: string;
  to: string;
}

export const FACETS = [
  "model",
  "provider",
  "status",
  "outcome",
  "consumer",
  "route",
  "experiment",
  "variant",
  "cache",
  "error",
] as const;

export function searchRequests(
  search: Search,
  options: { cursor?: string; summary: boolean },
  signal?: AbortSignal,
): Promise<SearchResult> {
  const parameters = new URLSearchParams({ q: search.q, limit: "100" });
  if (search.from) parameters.set("from", search.from);
  if (search.to) parameters.set("to", search.to);
  if (options.cursor) parameters.set("cursor", options.cursor);
  if (options.summary) {
    parameters.set("facets", FACETS.join(","));
    parameters.set("histogram", "80");
  }
  return read(`/admin/v1/requests?${parameters}`, signal);
}

export function requestDetail(id: string, signal?: AbortSignal): Promise<RequestDetail> {
  return read(`/admin/v1/requests/${encodeURIComponent(id)}`, signal);
}

export function status(signal?: AbortSignal): Promise<Status> {
  return read("/admin/v1/status", signal);
}
