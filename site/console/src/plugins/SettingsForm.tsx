import { useEffect, useMemo, useState } from "react";
import { check, type Extension, type Problem } from "./api";
import { complaint, type Field, fieldsOf } from "./schema";
import { settingsYaml, snippet } from "./yaml";

const CALM_MS = 300;

/** A form made from an extension's schema. It changes nothing: it writes the YAML to paste. */
export function SettingsForm({ plugin, extension }: { plugin: string; extension: Extension }) {
  const fields = useMemo(() => fieldsOf(extension.schema ?? {}), [extension.schema]);
  const [entered, setEntered] = useState<Record<string, string>>({});
  const [problems, setProblems] = useState<Problem[]>([]);
  const [error, setError] = useState<string | null>(null);
  const [copied, setCopied] = useState(false);
  const yaml = settingsYaml(fields, entered);
  const result = snippet(extension, fields, entered);
  useEffect(() => {
    const controller = new AbortController();
    const timer = setTimeout(() => {
      check(plugin, extension, yaml, controller.signal)
        .then((found) => {
          setProblems(found);
          setError(null);
        })
        .catch((failure: unknown) => {
          if (!controller.signal.aborted) setError(String((failure as Error).message));
        });
    }, CALM_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [plugin, extension, yaml]);
  const keyOf = (problem: Problem) => problem.path.split(/[.[]/)[0] ?? "";
  const keys = fields.map((field) => field.key);
  const elsewhere = problems.filter((problem) => !keys.includes(keyOf(problem)));
  return (
    <form className="settings" onSubmit={(event) => event.preventDefault()}>
      {fields.length === 0 && <p className="quiet-text">It has no settings.</p>}
      {fields.map((field) => (
        <Input
          key={field.key}
          field={field}
          value={entered[field.key] ?? ""}
          problem={
            complaint(field, entered[field.key] ?? "") ??
            problems.find((problem) => keyOf(problem) === field.key)?.message ??
            null
          }
          touched={field.key in entered}
          onChange={(value) => {
            setEntered((before) => ({ ...before, [field.key]: value }));
            setCopied(false);
          }}
        />
      ))}
      {error && (
        <p className="notice bad" role="alert">
          {error}
        </p>
      )}
      {elsewhere.map((problem) => (
        <p className="complaint" key={`${problem.path} ${problem.message}`}>
          {problem.path ? `${problem.path}: ` : ""}
          {problem.message}
        </p>
      ))}
      <div className="result">
        <div className="line">
          <strong>For gatehouse.yaml</strong>
          <span className={problems.length ? "pill bad" : "pill good"} role="status">
            {problems.length ? `${problems.length} problem${problems.length === 1 ? "" : "s"}` : "valid"}
          </span>
          <span className="grow" />
          <button
            type="button"
            onClick={() => {
              void navigator.clipboard.writeText(`${result}\n`).then(() => setCopied(true));
            }}
          >
            {copied ? "Copied" : "Copy"}
          </button>
        </div>
        <pre>{result}</pre>
      </div>
    </form>
  );
}

interface InputProps {
  field: Field;
  value: string;
  problem: string | null;
  touched: boolean;
  onChange: (value: string) => void;
}

function Input({ field, value, problem, touched, onChange }: InputProps) {
  const id = `field-${field.key}`;
  // A form that nobody has filled in yet is not full of mistakes.
  const shown = touched || value !== "" ? problem : null;
  const common = {
    id,
    value,
    "aria-invalid": shown !== null,
    "aria-describedby": `${id}-help`,
  };
  const hint = field.fallback !== null ? `${field.fallback} (default)` : (field.examples.length ? `for example ${field.examples[0]}` : "");
  return (
    <div className="field">
      <label htmlFor={id}>
        <code>{field.key}</code>
        {field.required && <small> required</small>}
      </label>
      {field.kind === "choice" || field.kind === "boolean" ? (
        <select {...common} onChange={(event) => onChange(event.target.value)}>
          <option value="">{field.fallback === null ? "–" : `${field.fallback} (default)`}</option>
          {(field.kind === "boolean" ? ["true", "false"] : field.choices).map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      ) : field.kind === "list" || field.kind === "yaml" ? (
        <textarea
          {...common}
          rows={3}
          placeholder={hint || (field.kind === "list" ? "one in each line" : "YAML")}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <input
          {...common}
          type="text"
          inputMode={field.kind === "integer" || field.kind === "number" ? "decimal" : "text"}
          placeholder={field.kind === "secret" ? "a reference such as ${API_KEY}" : hint}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      <small id={`${id}-help`}>{field.description}</small>
      {shown && <p className="complaint">{shown}</p>}
    </div>
  );
}
