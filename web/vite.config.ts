import adapter from "@sveltejs/adapter-static";
import { sveltekit } from "@sveltejs/kit/vite";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

const api = process.env.API_URL ?? "http://127.0.0.1:3000";

export default defineConfig({
  plugins: [
    tailwindcss(),
    sveltekit({
      adapter: adapter({ pages: "build", fallback: "index.html", precompress: true }),
      compilerOptions: { runes: true },
      version: { pollInterval: 300_000 },
    }),
  ],
  // Only for `vite dev`: the API stays on its own port, the page keeps one origin.
  server: { host: "127.0.0.1", proxy: { "/api": api } },
});
