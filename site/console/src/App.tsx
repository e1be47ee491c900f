import { useEffect, useState } from "react";
import { type Status, status as readStatus } from "./api";
import { PluginsPage } from "./plugins/PluginsPage";
import { RequestsPage } from "./requests/RequestsPage";

const PAGES = [
  { path: "/", label: "Requests" },
  { path: "/plugins", label: "Plugins" },
] as const;

function ThemeButton() {
  const [theme, setTheme] = useState(() => document.documentElement.dataset["theme"] ?? "system");
  const next = theme === "system" ? "light" : theme === "light" ? "dark" : "system";
  return (
    <button
      type="button"
      className="quiet"
      title={`Theme: ${theme}. Click for ${next}.`}
      onClick={() => {
        if (next === "system") {
          delete document.documentElement.dataset["theme"];
          localStorage.removeItem("gatehouse-theme");
        } else {
          document.documentElement.dataset["theme"] = next;
          localStorage.setItem("gatehouse-theme", next);
        }
        setTheme(next);
      }}
    >
      Theme: {theme}
    </button>
  );
}

function Notices({ status }: { status: Status | null }) {
  if (!status) return null;
  return (
    <>
      {status.lastReload && !status.lastReload.ok && (
        <p className="notice bad" role="alert">
          The last change of the configuration was refused ({status.lastReload.problems.length} problem
          {status.lastReload.problems.length === 1 ? "" : "s"}); the one before it is still running.
        </p>
      )}
      {status.pluginPolicy === "any" && location.pathname === "/plugins" && (
        <p className="notice warn">
          Every file in the plugin folder is run (<code>plugins.policy: any</code>). For development only.
        </p>
      )}
      {status.simulatedOnly && (
        <p className="notice">
          Only simulated models are configured: answers are made up and cost nothing.
        </p>
      )}
    </>
  );
}

export function App() {
  const [status, setStatus] = useState<Status | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const ask = () =>
      readStatus(controller.signal)
        .then(setStatus)
        .catch(() => undefined);
    void ask();
    const timer = setInterval(ask, 10_000);
    return () => {
      controller.abort();
      clearInterval(timer);
    };
  }, []);
  const current = PAGES.find((page) => page.path === location.pathname) ?? PAGES[0];
  return (
    <>
      <a className="skip" href="#results">
        Skip to the results
      </a>
      <header className="top">
        <a className="brand" href="/">
          <img src="/favicon.svg" alt="" width="22" height="22" />
          <span>Gatehouse</span>
        </a>
        <nav className="where" aria-label="Pages">
          {PAGES.map((page) => (
            <a
              key={page.path}
              href={page.path}
              aria-current={page.path === current.path ? "page" : undefined}
            >
              {page.label}
            </a>
          ))}
        </nav>
        <span className="grow" />
        {status && (
          <span className="build">
            {status.version} · configuration <code>{status.config.hash.slice(0, 8)}</code>
          </span>
        )}
        <ThemeButton />
      </header>
      <Notices status={status} />
      {current.path === "/plugins" ? <PluginsPage /> : <RequestsPage />}
    </>
  );
}
