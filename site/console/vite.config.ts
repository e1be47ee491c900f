import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// During development the console runs on its own port and the gateway answers the API.
const gateway = process.env["GATEHOUSE_ADMIN"] ?? "http://127.0.0.1:9090";

export default defineConfig({
  base: "/",
  plugins: [react()],
  build: { outDir: "dist", sourcemap: false, assetsInlineLimit: 0 },
  server: { host: "127.0.0.1", proxy: { "/admin": gateway, "/health": gateway } },
});
