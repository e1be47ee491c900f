import { describe, expect, it } from "vitest";
import { hasTerm, quoted, toggleTerm } from "../src/query";

describe("a click on a facet value", () => {
  it("adds the term to what was asked before", () => {
    expect(toggleTerm("timeout", "model", "chat")).toBe("timeout model:chat");
    expect(toggleTerm("", "status", "429")).toBe("status:429");
  });
  it("takes the term away when clicked again", () => {
    expect(toggleTerm("timeout model:chat status:200", "model", "chat")).toBe("timeout status:200");
  });
  it("turns only into not", () => {
    expect(toggleTerm("model:chat", "model", "chat", true)).toBe("-model:chat");
  });
  it("brackets a query with or, so that the term holds for all of it", () => {
    expect(toggleTerm("a or b", "model", "chat")).toBe("(a or b) model:chat");
  });
  it("quotes values with spaces, quotes and words of the language", () => {
    expect(quoted("big model")).toBe('"big model"');
    expect(quoted('say "hi"')).toBe('"say \\"hi\\""');
    expect(quoted("or")).toBe('"or"');
    expect(toggleTerm(toggleTerm("x", "consumer", 'a "b" c'), "consumer", 'a "b" c')).toBe("x");
  });
  it("does not take a part of another term for the term", () => {
    expect(hasTerm('"say model:chat now"', "model", "chat")).toBe(false);
    expect(hasTerm("model:chat-large", "model", "chat")).toBe(false);
  });
});
