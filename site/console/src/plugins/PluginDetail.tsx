import { type ReactNode, useCallback, useEffect, useState } from "react";
import { clock, count, duration } from "../format";
import { type Changed, change, type Plugin, plugin as readPlugin } from "./api";
import { SettingsForm } from "./SettingsForm";
import { permissions, stateTone, trust } from "./state";

interface Props {
  id: string;
  tab: string;
  onTab: (tab: string) => void;
  onClose: () => void;
  onChanged: () => void;
}

/** One plugin: where it comes from, what it adds and asks for, how it does; and its switches. */
export function PluginDetail({ id, tab, onTab, onClose, onChanged }: Props) {
  const [plugin, setPlugin] = useState<Plugin | null>(null);
  const [error, setError] = useState<string | null>(null);
  const load = useCallback(
    (signal?: AbortSignal) =>
      readPlugin(id, signal)
        .then(setPlugin)
        .catch((failure: unknown) => {
          if (!signal?.aborted) setError(String((failure as Error).message));
        }),
    [id],
  );
  useEffect(() => {
    const controller = new AbortController();
    void load(controller.signal);
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !(event.target as HTMLElement).closest("input, textarea, select")) onClose();
    };
    addEventListener("keydown", onKey);
    return () => {
      controller.abort();
      removeEventListener("keydown", onKey);
    };
  }, [load, onClose]);
  return (
    <aside className="detail" aria-label="Plugin detail">
      <div className="bar">
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
      {!error && !plugin && <p className="loading">Loading…</p>}
      {plugin && (
        <>
          <h2>
            {plugin.name ?? plugin.id} <span className={`pill ${stateTone(plugin.state)}`}>{plugin.state}</span>
          </h2>
          <p className="id">
            {plugin.id} {plugin.version}
          </p>
          {plugin.description && <p>{plugin.description}</p>}
          {plugin.reason && (
            <p className={plugin.state === "failed" || plugin.state === "refused" ? "notice bad" : "notice"}>
              {plugin.reason}
            </p>
          )}
          <Switches
            plugin={plugin}
            onChanged={() => {
              void load();
              onChanged();
            }}
          />
          <Facts plugin={plugin} />
          <Tabs plugin={plugin} tab={tab} onTab={onTab} />
        </>
      )}
    </aside>
  );
}

function Switches({ plugin, onChanged }: { plugin: Plugin; onChanged: () => void }) {
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<Changed | null>(null);
  const [error, setError] = useState<string | null>(null);
  const act = (what: "disable" | "enable" | "reload") => {
    setBusy(true);
    setError(null);
    change(plugin.id, what)
      .then((result) => {
        setTold(result.done ? null : result);
        onChanged();
      })
      .catch((failure: unknown) => setError(String((failure as Error).message)))
      .finally(() => setBusy(false));
  };
  return (
    <div className="switches">
      {plugin.state === "active" && (
        <>
          <button type="button" disabled={busy} onClick={() => act("reload")}>
            Reload
          </button>
          <button type="button" disabled={busy} onClick={() => act("disable")}>
            Disable
          </button>
        </>
      )}
      {plugin.state === "disabled" && (
        <button type="button" className="primary" disabled={busy} onClick={() => act("enable")}>
          Enable
        </button>
      )}
      {plugin.state === "failed" && (
        <button type="button" disabled={busy} onClick={() => act("reload")}>
          Try again
        </button>
      )}
      {error && (
        <p className="notice bad" role="alert">
          {error}
        </p>
      )}
      {told && (
        <div className="notice bad" role="alert">
          Nothing was changed, because the configuration needs it:
          <ul>
            {told.problems.map((problem) => (
              <li key={`${problem.path} ${problem.message}`}>
                line {problem.line}, {problem.path}: {problem.message}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function Facts({ plugin }: { plugin: Plugin }) {
  return (
    <dl className="facts">
      <Fact label="Let in by">{trust(plugin)}</Fact>
      {plugin.vendor && <Fact label="By">{plugin.vendor}</Fact>}
      {plugin.license && <Fact label="Licence">{plugin.license}</Fact>}
      {plugin.sdk && <Fact label="SDK">{plugin.sdk}</Fact>}
      <Fact label="Since"><time dateTime={plugin.since}>{clock(plugin.since)}</time></Fact>
      {plugin.loader && (
        <Fact label="Class loader">
          <code>{plugin.loader}</code>
        </Fact>
      )}
      {plugin.describedBy && plugin.describedBy !== "descriptor" && (
        <Fact label="Described by">its {plugin.describedBy}; it has no descriptor</Fact>
      )}
      {plugin.file && (
        <Fact label="File" wide>
          <code>{plugin.file}</code>
        </Fact>
      )}
      {plugin.sha256 && (
        <Fact label="SHA-256" wide>
          <code>{plugin.sha256}</code>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ label, wide, children }: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={wide ? "whole" : ""}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const TABS = ["adds", "instances", "permissions", "configure"] as const;
const LABELS = { adds: "Adds", instances: "Instances", permissions: "Permissions", configure: "Configure" };

function Tabs({ plugin, tab, onTab }: { plugin: Plugin; tab: string; onTab: (tab: string) => void }) {
  const shown = TABS.find((name) => name === tab) ?? "adds";
  return (
    <>
      <div className="tabs" role="tablist" aria-label="Parts of the plugin">
        {TABS.map((name) => (
          <button
            type="button"
            key={name}
            role="tab"
            id={`tab-${name}`}
            aria-selected={name === shown}
            aria-controls="panel"
            onClick={() => onTab(name)}
          >
            {LABELS[name]}
          </button>
        ))}
      </div>
      <div className="panel" role="tabpanel" id="panel" aria-labelledby={`tab-${shown}`}>
        {shown === "adds" && <Adds plugin={plugin} />}
        {shown === "instances" && <Instances plugin={plugin} />}
        {shown === "permissions" && <Permissions plugin={plugin} />}
        {shown === "configure" && <Configure plugin={plugin} />}
      </div>
    </>
  );
}

function Adds({ plugin }: { plugin: Plugin }) {
  if (plugin.extensions.length === 0) return <p className="quiet-text">What it adds is not known.</p>;
  return (
    <ul className="extensions">
      {plugin.extensions.map((extension) => (
        <li key={`${extension.point} ${extension.name}`}>
          <strong>{extension.name}</strong> <small>{extension.point}</small>
          {extension.description && <p>{extension.description}</p>}
          <small>
            {extension.point === "filter" && extension.stage ? `stage ${extension.stage.toLowerCase()}, ` : ""}
            {extension.onError === "open" ? "skipped when it fails" : "stops the exchange when it fails"}, each call
            up to {duration(extension.timeoutMs)}
          </small>
        </li>
      ))}
    </ul>
  );
}

function Instances({ plugin }: { plugin: Plugin }) {
  if (plugin.instances.length === 0)
    return <p className="quiet-text">The configuration uses nothing of it.</p>;
  return (
    <table className="instances">
      <thead>
        <tr>
          <th scope="col">Instance</th>
          <th scope="col" className="number">
            Calls
          </th>
          <th scope="col" className="number">
            Errors
          </th>
          <th scope="col" className="number">
            Too slow
          </th>
          <th scope="col" className="number">
            Mean
          </th>
        </tr>
      </thead>
      <tbody>
        {plugin.instances.map((instance) => (
          <tr key={`${instance.point} ${instance.extension} ${instance.name}`}>
            <th scope="row">
              {instance.name} <small>{instance.point}</small>
              {" "}
              {instance.state === "tripped" && <span className="pill bad">left alone</span>}
              {instance.lastTrip && (
                <details>
                  <summary>Last left alone {new Date(instance.lastTrip.at).toLocaleString()}</summary>
                  <p>{instance.lastTrip.reason}</p>
                  {instance.lastTrip.stack && <pre>{instance.lastTrip.stack}</pre>}
                </details>
              )}
              {instance.hooks.length > 0 && (
                <details>
                  <summary>By hook</summary>
                  <ul>
                    {instance.hooks.map((hook) => (
                      <li key={`${hook.route} ${hook.hook}`}>
                        {hook.hook}
                        {hook.route && ` on ${hook.route}`}: {count(hook.calls)} calls,{" "}
                        {duration(hook.meanMicros / 1000)} each
                      </li>
                    ))}
                  </ul>
                </details>
              )}
            </th>
            <td className="number">{count(instance.calls)}</td>
            <td className="number">{count(instance.errors)}</td>
            <td className="number">{count(instance.timeouts)}</td>
            <td className="number">{instance.calls ? duration(instance.meanMicros / 1000) : "–"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Permissions({ plugin }: { plugin: Plugin }) {
  const all = permissions(plugin);
  return (
    <>
      {all.length === 0 ? (
        <p>It asks for none.</p>
      ) : (
        <ul>
          {all.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <p className="quiet-text">
        Held to where the gateway stands between. A plugin runs in the gateway's process, so this is no sandbox.
      </p>
    </>
  );
}

function Configure({ plugin }: { plugin: Plugin }) {
  const offered = plugin.extensions.filter((extension) => extension.schema);
  const [chosen, setChosen] = useState(0);
  const extension = offered[chosen];
  if (!extension)
    return <p className="quiet-text">Its settings are known while it is in use.</p>;
  return (
    <>
      {offered.length > 1 && (
        <label className="choose">
          Extension
          <select value={chosen} onChange={(event) => setChosen(Number(event.target.value))}>
            {offered.map((each, index) => (
              <option key={`${each.point} ${each.name}`} value={index}>
                {each.name} ({each.point})
              </option>
            ))}
          </select>
        </label>
      )}
      <SettingsForm key={chosen} plugin={plugin.id} extension={extension} />
    </>
  );
}
