import { useCallback, useSyncExternalStore } from "react";

/**
 * The whole state of the page lives in its address, so that a view can be bookmarked, shared and
 * walked back through.
 */
export interface View {
  q: string;
  /** An instant, `now-15m` and the like, or empty for everything. */
  from: string;
  to: string;
  /** The opened record, or empty. */
  id: string;
  tab: string;
}

const DEFAULTS: View = { q: "", from: "", to: "", id: "", tab: "" };

function subscribe(changed: () => void): () => void {
  addEventListener("popstate", changed);
  return () => removeEventListener("popstate", changed);
}

export function parseView(search: string): View {
  const parameters = new URLSearchParams(search);
  const view = { ...DEFAULTS };
  for (const key of Object.keys(DEFAULTS) as (keyof View)[]) view[key] = parameters.get(key) ?? "";
  return view;
}

export function printView(view: View): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(view)) if (value) parameters.set(key, value);
  const text = parameters.toString();
  return text ? `?${text}` : "";
}

export function useView(): [View, (change: Partial<View>, replace?: boolean) => void] {
  const search = useSyncExternalStore(subscribe, () => location.search);
  const change = useCallback((part: Partial<View>, replace = false) => {
    const next = printView({ ...parseView(location.search), ...part });
    if (next === location.search) return;
    const address = location.pathname + next;
    if (replace) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    dispatchEvent(new PopStateEvent("popstate"));
  }, []);
  return [parseView(search), change];
}
