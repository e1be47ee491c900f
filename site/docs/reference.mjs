// Writes reference/configuration.md from the JSON Schema that the gateway itself publishes, so that the
// reference cannot say anything else than the code does.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const launcher = join(here, "../../kernel/dist/target/gatehouse/bin/gatehouse");
if (!existsSync(launcher)) {
  console.error("The distribution is missing. Run ./mvnw -DskipTests package first.");
  process.exit(1);
}
const text = execFileSync(launcher, ["schema"], { encoding: "utf8" });
const schema = JSON.parse(text);
writeFileSync(join(here, "reference/gatehouse.schema.json"), text);

const lines = [readFileSync(join(here, "reference/configuration.head.md"), "utf8").trimEnd(), ""];

function resolve(node) {
  const seen = [];
  while (node?.$ref) {
    seen.push(node.$ref);
    node = node.$ref.split("/").slice(1).reduce((at, key) => at?.[key.replaceAll("~1", "/").replaceAll("~0", "~")], schema);
    if (seen.length > 20) throw new Error(`a circle of references: ${seen.join(" → ")}`);
  }
  return node ?? {};
}

function type(node) {
  if (node.enum) return node.enum.filter((value) => value !== null).map((value) => `\`${value}\``).join(", ");
  if (node.const !== undefined) return `\`${node.const}\``;
  const kinds = [node.type ?? []].flat().filter((kind) => kind !== "null");
  if (!node.type && (node.anyOf ?? node.oneOf)) {
    return [...new Set((node.anyOf ?? node.oneOf).map((each) => type(resolve(each))))].filter(Boolean).join(" or ");
  }
  if (kinds.includes("array")) return `list of ${type(resolve(node.items ?? {})) || "values"}`;
  if (kinds.includes("object") && typeof node.additionalProperties === "object" && !node.properties) {
    return `map of names to ${type(resolve(node.additionalProperties)) || "values"}`;
  }
  return node.title && kinds.includes("object") ? "keys below" : kinds.join(" or ");
}

const cell = (value) => String(value ?? "").replaceAll("|", "\\|").replaceAll("\n", " ").replaceAll("<", "&lt;").replaceAll("{", "&#123;");

function children(node) {
  node = resolve(node);
  if (node.properties) return node;
  if (node.items) return children(node.items);
  if (typeof node.additionalProperties === "object") return children(node.additionalProperties);
  return null;
}

function table(path, node, depth) {
  const object = children(node);
  if (!object || depth > 6) return;
  const required = new Set(object.required ?? []);
  lines.push(`| key | type | default | what it does |`, `|---|---|---|---|`);
  const deeper = [];
  for (const [key, raw] of Object.entries(object.properties)) {
    const value = resolve(raw);
    const described = { ...value, ...raw };
    const fallback = described.default === undefined ? (required.has(key) ? "required" : "") : `\`${JSON.stringify(described.default)}\``;
    lines.push(`| \`${key}\` | ${cell(type(value))} | ${cell(fallback)} | ${cell(described.description)} |`);
    if (children(value)) deeper.push([`${path}${path ? "." : ""}${key}`, value, described]);
  }
  lines.push("");
  for (const [name, value, described] of deeper) {
    lines.push(`${"#".repeat(Math.min(depth + 2, 4))} \`${name}\``, "", cell(described.description), "");
    table(name, value, depth + 1);
  }
}

table("", schema, 0);
writeFileSync(join(here, "reference/configuration.md"), `${lines.join("\n")}\n`);
console.log(`reference/configuration.md: ${lines.length} lines from the schema`);

// The admin API, from the description that the gateway itself serves.
const api = JSON.parse(execFileSync(launcher, ["schema", "--admin-api"], { encoding: "utf8" }));
const page = [readFileSync(join(here, "reference/admin-api.head.md"), "utf8").trimEnd(), ""];
for (const [path, item] of Object.entries(api.paths).sort(([a], [b]) => a.localeCompare(b))) {
  for (const [method, operation] of Object.entries(item).filter(([key]) => key !== "parameters")) {
    page.push(`## \`${method.toUpperCase()} ${path}\``, "", cell(operation.description ?? operation.summary), "");
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
    if (parameters.length > 0) {
      page.push("| parameter | in | what |", "|---|---|---|");
      for (const parameter of parameters) {
        page.push(`| \`${parameter.name}\` | ${parameter.in} | ${cell(parameter.description)} |`);
      }
      page.push("");
    }
  }
}
writeFileSync(join(here, "reference/admin-api.md"), `${page.join("\n")}\n`);
console.log(`reference/admin-api.md: ${Object.keys(api.paths).length} paths from the gateway's own description`);
