import { ApiError, read } from "../api";
import type { Schema } from "./schema";

/** Plugins as the admin API tells of them, and what it does with them. */

export interface Extension {
  point: string;
  name: string;
  stage: string;
  onError: string;
  timeoutMs: number;
  description: string;
  section: boolean;
  schema?: Schema;
}

export interface Instance {
  point: string;
  extension: string;
  name: string;
  calls: number;
  errors: number;
  timeouts: number;
  meanMicros: number;
  /** "ok", or "tripped" while it is left alone because it failed too often. */
  state: string;
  lastTrip: { at: string; reason: string; stack: string } | null;
  hooks: { route: string; hook: string; calls: number; meanMicros: number }[];
}

export interface Plugin {
  id: string;
  version: string;
  sdk: string;
  file: string;
  sha256: string;
  state: string;
  since: string;
  reason: string | null;
  name: string | null;
  description: string | null;
  vendor: string | null;
  license: string | null;
  url: string | null;
  describedBy: string;
  trustedBy: string;
  signer: string | null;
  loader: string;
  permissions: { egress: string[]; secrets: string[]; keyValue: boolean; admin: boolean };
  extensions: Extension[];
  instances: Instance[];
  calls: number;
  errors: number;
}

export interface Problem {
  line: number;
  column: number;
  path: string;
  message: string;
  severity: string;
}

export interface Changed {
  done: boolean;
  problems: Problem[];
  plugin: Plugin;
}

export function plugins(signal?: AbortSignal): Promise<Plugin[]> {
  return read("/admin/v1/plugins", signal);
}

export function plugin(id: string, signal?: AbortSignal): Promise<Plugin> {
  return read(`/admin/v1/plugins/${encodeURIComponent(id)}`, signal);
}

/** A refusal (409) is an answer like any other; it says what stands against it. */
export async function change(id: string, what: "disable" | "enable" | "reload"): Promise<Changed> {
  const response = await post(`/admin/v1/plugins/${encodeURIComponent(id)}/${what}`, {});
  const body = (await response.json().catch(() => null)) as (Changed & { detail?: string }) | null;
  if (body && (response.ok || response.status === 409) && body.plugin) return body;
  throw new ApiError(response.status, body?.detail ?? `The gateway answered ${response.status}.`);
}

export async function check(
  id: string,
  extension: { point: string; name: string },
  yaml: string,
  signal: AbortSignal,
): Promise<Problem[]> {
  const response = await post(
    `/admin/v1/plugins/${encodeURIComponent(id)}/check`,
    { point: extension.point, extension: extension.name, yaml },
    signal,
  );
  const body = (await response.json().catch(() => null)) as { problems?: Problem[]; detail?: string } | null;
  if (response.ok && body?.problems) return body.problems;
  throw new ApiError(response.status, body?.detail ?? `The gateway answered ${response.status}.`);
}

async function post(path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      ...(signal ? { signal } : {}),
    });
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw new ApiError(0, "The gateway does not answer. Is it still running?");
  }
}
