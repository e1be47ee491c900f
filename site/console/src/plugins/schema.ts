/** Reads the JSON Schema of an extension's settings as a list of form fields, in the order of the declaration. */

export interface Schema {
  type?: string | string[];
  description?: string;
  default?: unknown;
  examples?: unknown[];
  enum?: (string | null)[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  writeOnly?: boolean;
}

/** `yaml` stands for whatever has an inner structure: it is written as it will stand in the file. */
export type FieldKind = "text" | "secret" | "number" | "integer" | "boolean" | "choice" | "list" | "yaml";

export interface Field {
  key: string;
  kind: FieldKind;
  description: string;
  required: boolean;
  /** What applies when nothing is entered, as it would be written; or null. */
  fallback: string | null;
  examples: string[];
  choices: string[];
  schema: Schema;
}

function types(schema: Schema): string[] {
  const all = schema.type === undefined ? [] : Array.isArray(schema.type) ? schema.type : [schema.type];
  return all.filter((type) => type !== "null");
}

function kindOf(schema: Schema): FieldKind {
  if (schema.enum) return "choice";
  if (schema.writeOnly) return "secret";
  const first = schema.anyOf?.[0];
  if (first) {
    if (types(first).includes("array")) return isScalar(first.items) ? "list" : "yaml";
    const kind = kindOf(first);
    // A size may be a number or a text such as 10MiB.
    const text = schema.anyOf?.some((each) => each.type === "string" && !isReference(each));
    return text ? "text" : kind;
  }
  const all = types(schema);
  if (all.includes("array")) return isScalar(schema.items) ? "list" : "yaml";
  if (all.includes("object") || all.length === 0) return "yaml";
  if (all.includes("string")) return "text";
  if (all.includes("integer")) return "integer";
  if (all.includes("number")) return "number";
  return "boolean";
}

function isReference(schema: Schema): boolean {
  return schema.pattern?.includes("\\$\\{") === true && !schema.pattern.includes("|");
}

function isScalar(schema: Schema | undefined): boolean {
  return schema !== undefined && !["yaml", "list"].includes(kindOf(schema));
}

export function fieldsOf(schema: Schema): Field[] {
  const required = schema.required ?? [];
  return Object.entries(schema.properties ?? {}).map(([key, property]) => ({
    key,
    kind: kindOf(property),
    description: property.description ?? "",
    required: required.includes(key),
    fallback: property.default === undefined ? null : String(property.default),
    examples: (property.examples ?? []).map(String),
    choices: (property.enum ?? []).filter((value): value is string => value !== null),
    schema: property,
  }));
}

/** Returns what is wrong with an entered text, or null. The gateway has the last word; this is only quicker. */
export function complaint(field: Field, text: string): string | null {
  const value = text.trim();
  if (value === "") return field.required ? "is required" : null;
  if (value.includes("${") || field.kind === "yaml" || field.kind === "list") return null;
  if (field.kind === "integer" && !/^[+-]?\d+$/.test(value)) return "expected a whole number";
  if (field.kind === "number" && !Number.isFinite(Number(value))) return "expected a number";
  if (field.kind === "integer" || field.kind === "number") return outOfRange(field, Number(value));
  if (field.schema.pattern && !matches(field.schema.pattern, value)) return "does not have the right form";
  return null;
}

function outOfRange(field: Field, value: number): string | null {
  const bounds = { ...field.schema, ...field.schema.anyOf?.[0] };
  if (bounds.minimum !== undefined && value < bounds.minimum) return `must be at least ${bounds.minimum}`;
  if (bounds.maximum !== undefined && value > bounds.maximum) return `must be at most ${bounds.maximum}`;
  if (bounds.exclusiveMinimum !== undefined && value <= bounds.exclusiveMinimum)
    return `must be more than ${bounds.exclusiveMinimum}`;
  if (bounds.exclusiveMaximum !== undefined && value >= bounds.exclusiveMaximum)
    return `must be less than ${bounds.exclusiveMaximum}`;
  return null;
}

/** Patterns are Java's; one that this browser does not know is left to the gateway. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return true;
  }
}
