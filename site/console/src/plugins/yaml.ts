import type { Field } from "./schema";

/** Writes entered texts as YAML. What is empty is left out, so that defaults apply. */

const PLAIN = /^[A-Za-z0-9_./][A-Za-z0-9_./@+ -]*$/;
const OTHER_TYPE = /^(true|false|null|~|yes|no|on|off|[-+.]?\d.*|\.inf|\.nan)$/i;

export function scalar(text: string): string {
  return PLAIN.test(text) && !OTHER_TYPE.test(text) && !text.endsWith(" ")
    ? text
    : `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n").replaceAll("\t", "\\t")}"`;
}

function value(field: Field, text: string): string {
  const kept = text.trim();
  switch (field.kind) {
    case "number":
    case "integer":
    case "boolean":
      return kept.includes("${") ? scalar(kept) : kept;
    case "list":
      return `[${lines(kept).map(scalar).join(", ")}]`;
    default:
      return scalar(kept);
  }
}

function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function indented(text: string, by: string): string {
  return text
    .split("\n")
    .map((line) => (line.trim() === "" ? line : by + line))
    .join("\n");
}

/** The settings alone, one key a line; empty when nothing was entered. */
export function settingsYaml(fields: Field[], entered: Record<string, string>): string {
  return fields
    .filter((field) => (entered[field.key] ?? "").trim() !== "")
    .map((field) => {
      const text = entered[field.key] ?? "";
      return field.kind === "yaml"
        ? `${field.key}:\n${indented(text.trimEnd(), "  ")}`
        : `${field.key}: ${value(field, text)}`;
    })
    .join("\n");
}

/** What to paste into gatehouse.yaml. */
export function snippet(
  extension: { point: string; name: string; section: boolean },
  fields: Field[],
  entered: Record<string, string>,
): string {
  const settings = settingsYaml(fields, entered);
  const { name, point } = extension;
  if (extension.section) return settings ? `${name}:\n${indented(settings, "  ")}` : `${name}: {}`;
  if (point === "provider")
    return `providers:\n  my-${name}:\n    type: ${name}${settings ? `\n${indented(settings, "    ")}` : ""}`;
  if (point === "router") return `models:\n  my-model:\n    router: ${name}\n    targets: []`;
  return settings ? `filters:\n  - ${name}:\n${indented(settings, "      ")}` : `filters:\n  - ${name}: {}`;
}
