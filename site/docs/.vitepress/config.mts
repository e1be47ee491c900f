import { defineConfig } from "vitepress";

export default defineConfig({
  title: "Gatehouse",
  description: "A gateway for AI models that you extend with your own plugin jars.",
  lang: "en",
  cleanUrls: true,
  lastUpdated: false,
  srcExclude: ["**/*.head.md"],
  markdown: { lineNumbers: false },
  themeConfig: {
    search: { provider: "local" },
    nav: [
      { text: "Quickstart", link: "/guide/quickstart" },
      { text: "Configuration", link: "/reference/configuration" },
      { text: "Architecture", link: "/architecture/" },
    ],
    sidebar: [
      {
        text: "Start",
        items: [
          { text: "Quickstart", link: "/guide/quickstart" },
          { text: "Real providers", link: "/guide/providers" },
          { text: "Anthropic", link: "/guide/anthropic" },
        ],
      },
      {
        text: "Four journeys",
        items: [
          { text: "Extend with a plugin", link: "/guide/extend" },
          { text: "Operate plugins", link: "/guide/plugins-operate" },
          { text: "Search the history", link: "/guide/search" },
          { text: "Experiment with models", link: "/guide/experiment" },
          { text: "Observe", link: "/guide/observe" },
        ],
      },
      {
        text: "Plugin SDK",
        items: [
          { text: "Overview", link: "/sdk/" },
          { text: "Tutorial", link: "/sdk/tutorial" },
          { text: "What runs when", link: "/sdk/lifecycle" },
          { text: "Threads and time limits", link: "/sdk/threads" },
          { text: "Class loading", link: "/sdk/class-loading" },
          { text: "Testing", link: "/sdk/testing" },
          { text: "Maven plugin", link: "/sdk/maven" },
          { text: "Cookbook", link: "/sdk/cookbook" },
          { text: "Compatibility", link: "/sdk/compatibility" },
        ],
      },
      {
        text: "Extension points",
        collapsed: true,
        items: [
          { text: "Filter", link: "/sdk/filter" },
          { text: "Authenticator", link: "/sdk/authenticator" },
          { text: "Router", link: "/sdk/router" },
          { text: "Provider", link: "/sdk/provider" },
          { text: "Client protocol", link: "/sdk/client-protocol" },
          { text: "Request log sink", link: "/sdk/request-log-sink" },
          { text: "Telemetry", link: "/sdk/telemetry" },
          { text: "Admin API", link: "/sdk/admin" },
          { text: "Key-value store", link: "/sdk/key-value-store" },
        ],
      },
      {
        text: "Reference",
        items: [
          { text: "Configuration", link: "/reference/configuration" },
          { text: "Query language", link: "/reference/query" },
          { text: "Errors", link: "/reference/errors" },
          { text: "Admin API", link: "/reference/admin-api" },
          { text: "Performance", link: "/reference/performance" },
        ],
      },
      {
        text: "Architecture",
        items: [
          { text: "The path of a request", link: "/architecture/" },
          { text: "Decisions", link: "/architecture/decisions" },
          { text: "Dependencies", link: "/architecture/dependencies" },
        ],
      },
    ],
    outline: [2, 3],
  },
});
