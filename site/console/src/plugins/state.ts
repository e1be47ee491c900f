import type { Tone } from "../format";
import type { Plugin } from "./api";

export function stateTone(state: string): Tone {
  if (state === "active") return "good";
  if (state === "failed" || state === "refused") return "bad";
  return "warn";
}

/** Who let a plugin in, in words. */
export function trust(plugin: Plugin): string {
  switch (plugin.trustedBy) {
    case "distribution":
      return "It comes with the gateway";
    case "program":
      return "The embedding program brings it";
    case "lock":
      return "Its hash is in plugins.lock";
    case "signature":
      return `Signed by ${plugin.signer ?? "somebody trusted"}`;
    case "any":
      return "Nobody: plugins.policy is any";
    default:
      return "Nobody";
  }
}

/** What a plugin asks for, one line each; empty when it asks for nothing. */
export function permissions(plugin: Plugin): string[] {
  const { egress, secrets, keyValue, admin } = plugin.permissions;
  return [
    ...egress.map((host) => (host === "*" ? "Calls any host" : `Calls ${host}`)),
    ...secrets.map((prefix) => (prefix === "" ? "Reads every secret" : `Reads secrets that begin with ${prefix}`)),
    ...(keyValue ? ["Stores keys and values"] : []),
    ...(admin ? ["Answers calls of the admin API"] : []),
  ];
}
