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
          { text: "Search the history", link: "/guide/search" },
          { text: "Experiment with models", link: "/guide/experiment" },
          { text: "Observe", link: "/guide/observe" },
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
