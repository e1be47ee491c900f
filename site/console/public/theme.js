// Runs before the first paint, so that a chosen theme does not flash. Kept in a file of its own
// because the content security policy allows no inline script.
const chosen = localStorage.getItem("gatehouse-theme");
if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
