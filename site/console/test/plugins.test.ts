import { expect, it } from "vitest";
import { complaint, fieldsOf, type Schema } from "../src/plugins/schema";
import { permissions, trust } from "../src/plugins/state";
import { scalar, settingsYaml, snippet } from "../src/plugins/yaml";

const REFERENCE: Schema = { type: "string", pattern: "^.*\\$\\{[^}]+\\}.*$" };
const SCHEMA: Schema = {
  type: "object",
  properties: {
    zone: { type: ["string", "number", "boolean"], description: "Where.", pattern: "\\S" },
    attempts: { anyOf: [{ type: "integer", minimum: 1, maximum: 5 }, REFERENCE, { type: "null" }], default: 3 },
    share: { anyOf: [{ type: "number", exclusiveMinimum: 0 }, REFERENCE] },
    strict: { anyOf: [{ type: "boolean" }, REFERENCE, { type: "null" }], default: false },
    mode: { enum: ["soft", "hard", null], default: "soft" },
    size: { anyOf: [{ type: "integer", minimum: 0 }, { type: "string", pattern: "^((1|2)|x)$" }] },
    headers: { anyOf: [{ type: "array", items: { type: ["string", "number"] } }, { type: "string" }] },
    models: { type: ["object", "null"], additionalProperties: { type: "string" } },
    key: { type: ["string", "number", "boolean"], writeOnly: true },
  },
  required: ["zone"],
  additionalProperties: false,
};
const FIELDS = fieldsOf(SCHEMA);
const field = (key: string) => {
  const found = FIELDS.find((each) => each.key === key);
  if (!found) throw new Error(key);
  return found;
};

it("has a field for each setting, in the order of the declaration", () => {
  expect(FIELDS.map((each) => `${each.key}:${each.kind}`)).toEqual([
    "zone:text",
    "attempts:integer",
    "share:number",
    "strict:boolean",
    "mode:choice",
    "size:text",
    "headers:list",
    "models:yaml",
    "key:secret",
  ]);
  expect(field("attempts").fallback).toBe("3");
  expect(field("mode").choices).toEqual(["soft", "hard"]);
  expect(field("zone").required).toBe(true);
});

it("tells at once what cannot be right", () => {
  expect(complaint(field("zone"), " ")).toBe("is required");
  expect(complaint(field("attempts"), "two")).toBe("expected a whole number");
  expect(complaint(field("attempts"), "9")).toBe("must be at most 5");
  expect(complaint(field("share"), "0")).toBe("must be more than 0");
  expect(complaint(field("attempts"), "")).toBeNull();
  expect(complaint(field("attempts"), "3")).toBeNull();
});

it("lets a reference stand wherever a value may", () => {
  expect(complaint(field("attempts"), "${ATTEMPTS}")).toBeNull();
  expect(settingsYaml(FIELDS, { attempts: "${ATTEMPTS}" })).toBe('attempts: "${ATTEMPTS}"');
});

it("quotes what YAML would take for something else", () => {
  expect(["plain text", "true", "12", "1e3", "a: b", "# no", 'say "x"', "", "no", "- a", "C:\\x"].map(scalar)).toEqual([
    "plain text",
    '"true"',
    '"12"',
    '"1e3"',
    '"a: b"',
    '"# no"',
    '"say \\"x\\""',
    '""',
    '"no"',
    '"- a"',
    '"C:\\\\x"',
  ]);
});

it("writes what was entered and leaves the rest to its defaults", () => {
  const entered = { zone: "12", strict: "true", headers: "x-a\n\n x-b ", models: "slow: a\nfast: b\n", mode: "" };
  expect(snippet({ point: "filter", name: "mine", section: false }, FIELDS, entered)).toBe(
    [
      "filters:",
      "  - mine:",
      '      zone: "12"',
      "      strict: true",
      "      headers: [x-a, x-b]",
      "      models:",
      "        slow: a",
      "        fast: b",
    ].join("\n"),
  );
  expect(snippet({ point: "filter", name: "mine", section: false }, FIELDS, {})).toBe("filters:\n  - mine: {}");
});

it("puts settings where their extension point has them", () => {
  const entered = { zone: "a" };
  expect(snippet({ point: "provider", name: "p", section: false }, FIELDS, entered)).toBe(
    "providers:\n  my-p:\n    type: p\n    zone: a",
  );
  expect(snippet({ point: "request-log-sink", name: "s", section: true }, FIELDS, entered)).toBe("s:\n  zone: a");
});

it("says who let a plugin in and what it asks for", () => {
  const plugin = {
    trustedBy: "any",
    signer: null,
    permissions: { egress: ["*", "api.example.com"], secrets: [""], keyValue: true, admin: false },
  } as unknown as Parameters<typeof trust>[0];
  expect(trust(plugin)).toBe("Nobody: plugins.policy is any");
  expect(permissions(plugin)).toEqual([
    "Calls any host",
    "Calls api.example.com",
    "Reads every secret",
    "Stores keys and values",
  ]);
});
