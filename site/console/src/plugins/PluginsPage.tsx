import { useEffect, useState } from "react";
import { count } from "../format";
import { useView } from "../location";
import { type Plugin, plugins as readPlugins } from "./api";
import { PluginDetail } from "./PluginDetail";
import { stateTone } from "./state";

/** Every plugin that is there, used or not; the opened one beside the list. */
export function PluginsPage() {
  const [view, change] = useView();
  const [all, setAll] = useState<Plugin[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    const ask = () =>
      readPlugins(controller.signal)
        .then((list) => {
          setAll(list);
          setError(null);
        })
        .catch((failure: unknown) => {
          if (!controller.signal.aborted) setError(String((failure as Error).message));
        });
    void ask();
    const timer = setInterval(ask, 5_000);
    return () => {
      controller.abort();
      clearInterval(timer);
    };
  }, [asked]);
  return (
    <main className={view.id ? "plugins opened" : "plugins"}>
      {error && (
        <p className="notice bad" role="alert">
          {error}
        </p>
      )}
      <div className="plugin-columns">
        <section className="plugin-list" id="results" tabIndex={-1} aria-label="Plugins">
          <p className="summary" role="status">
            {all ? summary(all) : error ? "" : "Loading…"}
          </p>
          {all && <List all={all} open={view.id} onOpen={(id) => change({ id, tab: "" })} />}
        </section>
        {view.id && (
          <PluginDetail
            key={view.id}
            id={view.id}
            tab={view.tab}
            onTab={(tab) => change({ tab }, true)}
            onClose={() => change({ id: "", tab: "" })}
            onChanged={() => setAsked((n) => n + 1)}
          />
        )}
      </div>
    </main>
  );
}

function summary(all: Plugin[]): string {
  const active = all.filter((plugin) => plugin.state === "active").length;
  const others = all.length - active;
  return `${active} in use${others ? `, ${others} not` : ""}`;
}

function List({ all, open, onOpen }: { all: Plugin[]; open: string; onOpen: (id: string) => void }) {
  return (
    <div className="plugin-table">
      <table>
        <thead>
          <tr>
            <th scope="col">Plugin</th>
            <th scope="col">Version</th>
            <th scope="col">State</th>
            <th scope="col" className="wide">
              Adds
            </th>
            <th scope="col" className="number">
              Calls
            </th>
            <th scope="col" className="number">
              Errors
            </th>
          </tr>
        </thead>
        <tbody>
          {all.map((plugin) => (
            <tr
              key={[plugin.id, plugin.state, plugin.version, plugin.file, plugin.sha256].join(" ")}
              className={plugin.id === open ? "open" : ""}
            >
              <th scope="row">
                <button type="button" className="link" onClick={() => onOpen(plugin.id)}>
                  {plugin.id}
                </button>
                {plugin.state !== "active" && plugin.reason && <small>{plugin.reason}</small>}
              </th>
              <td className="version">{plugin.version || "–"}</td>
              <td>
                <span className={`pill ${stateTone(plugin.state)}`}>{plugin.state}</span>
                {" "}
                {plugin.instances.some((instance) => instance.state === "tripped") && (
                  <span className="pill bad">left alone</span>
                )}
              </td>
              <td className="wide">{[...new Set(plugin.extensions.map((each) => each.name))].join(", ") || "–"}</td>
              <td className="number">{count(plugin.calls)}</td>
              <td className={plugin.errors ? "number some" : "number"}>{count(plugin.errors)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
